# For sections whose contestants make requests on kept connections: what these need,
# and the server of server.sh. Sets:
# clients      the contestants' sources
# client_flags client_libs  what these need
# addresses    where the server listens, and the CA that vouches for it

need 'echo "#include <curl/curl.h>" | cc -E -' libcurl4-openssl-dev
need 'echo "#include <expat.h>" | cc -E -' libexpat1-dev
need 'xml2-config --version' libxml2-dev
need 'echo "#include <mxml.h>" | cc -E -' libmxml-dev
. "$here/calls/server.sh"

# The reader by expat is that of the section `read`, whose libraries come with it.
clients="$here/calls/told.c $here/calls/ours.c $here/calls/curl.c $here/calls/measure.c $here/read/peers.c"
client_flags="$(xml2-config --cflags) -I$root/include"
client_libs="-L$lib -lcos_err -lcurl -lcrypto -lexpat -lmxml $(xml2-config --libs) -ldl -Wl,-rpath,$lib"
addresses="localhost:$plain localhost:$secure $ca"
