# Builds the server of *Calling* into $work and starts it on $pin; it ends with the script.
# Sets:
# cc flags      the compiler and its flags
# plain secure  its ports for HTTP and for HTTPS, on 127.0.0.1
# ca            the CA that vouches for it

need 'echo "#include <openssl/ssl.h>" | cc -E -' libssl-dev
need 'command -v openssl' openssl

mkdir -p "$work"
cc=${CC:-cc}
flags="-std=c99 -D_GNU_SOURCE -O2 -Wall -Wextra -Wpedantic"
# shellcheck disable=SC2086 # the flags are words
$cc $flags "$here/calls/server.c" "$here/calls/net.c" -o "$work/server" -lssl -lcrypto

# A CA of our own, and a certificate that it gave the server. Some dial the address by its number.
host=examplebucket-1250000000.cos.ap-guangzhou.myqcloud.com
ca=$work/ca.pem
curve="-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
# shellcheck disable=SC2086 # the flags are words
{
  openssl req -x509 $curve -days 2 -subj "/CN=bench CA" -keyout "$work/ca.key" -out "$ca"
  openssl req $curve -subj "/CN=$host" -keyout "$work/server.key" -out "$work/server.csr"
  printf 'subjectAltName=DNS:%s,DNS:*.cos.ap-guangzhou.myqcloud.com,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n' "$host" >"$work/server.ext"
  openssl x509 -req -days 2 -in "$work/server.csr" -CA "$ca" -CAkey "$work/ca.key" \
    -CAcreateserial -extfile "$work/server.ext" -out "$work/server.pem"
} 2>"$work/openssl.log"

rm -f "$work/ports"
mkfifo "$work/ports"
$pin "$work/server" "$work/server.pem" "$work/server.key" >"$work/ports" &
server=$!
trap 'kill "$server" 2>/dev/null' EXIT
read -r plain secure <"$work/ports"
