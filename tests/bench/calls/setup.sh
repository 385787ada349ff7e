# For sections whose contestants make requests on kept connections: builds the
# server into $work and starts it on $pin; ends it with the script. Sets:
# cc flags     the compiler and its flags
# clients      the contestants' sources
# client_flags client_libs  what these need
# addresses    where the server listens, and the CA that vouches for it

need 'echo "#include <curl/curl.h>" | cc -E -' libcurl4-openssl-dev
need 'echo "#include <openssl/ssl.h>" | cc -E -' libssl-dev
need 'echo "#include <expat.h>" | cc -E -' libexpat1-dev
need 'xml2-config --version' libxml2-dev
need 'echo "#include <mxml.h>" | cc -E -' libmxml-dev
need 'command -v openssl' openssl

mkdir -p "$work"
cc=${CC:-cc}
flags="-std=c99 -D_GNU_SOURCE -O2 -Wall -Wextra -Wpedantic"
# The reader by expat is that of the section `read`, whose libraries come with it.
clients="$here/calls/told.c $here/calls/ours.c $here/calls/curl.c $here/calls/measure.c $here/read/peers.c"
client_flags="$(xml2-config --cflags) -I$root/include"
client_libs="-L$lib -lcos_err -lcurl -lcrypto -lexpat -lmxml $(xml2-config --libs) -ldl -Wl,-rpath,$lib"

# shellcheck disable=SC2086 # the flags are words
$cc $flags "$here/calls/server.c" "$here/calls/net.c" -o "$work/server" -lssl -lcrypto

# A CA of our own, and a certificate that it gave the server.
host=examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com
curve="-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
# shellcheck disable=SC2086 # the flags are words
{
  openssl req -x509 $curve -days 2 -subj "/CN=bench CA" -keyout "$work/ca.key" -out "$work/ca.pem"
  openssl req $curve -subj "/CN=$host" -keyout "$work/server.key" -out "$work/server.csr"
  printf 'subjectAltName=DNS:%s\nextendedKeyUsage=serverAuth\n' "$host" >"$work/server.ext"
  openssl x509 -req -days 2 -in "$work/server.csr" -CA "$work/ca.pem" -CAkey "$work/ca.key" \
    -CAcreateserial -extfile "$work/server.ext" -out "$work/server.pem"
} 2>"$work/openssl.log"

rm -f "$work/ports"
mkfifo "$work/ports"
$pin "$work/server" "$work/server.pem" "$work/server.key" >"$work/ports" &
server=$!
trap 'kill "$server" 2>/dev/null' EXIT
read -r plain secure <"$work/ports"
addresses="localhost:$plain localhost:$secure $work/ca.pem"
