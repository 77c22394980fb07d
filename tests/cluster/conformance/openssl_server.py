# A TLS server by OpenSSL, for what rustls can't do: it knows nobody.
# Usage: openssl_server.py CERTIFICATE KEY [cbc | weak | p521 | mutual12 | mutual13]; prints its port. Ends with its stdin.
import os
import socket
import ssl
import sys
import threading

certificate, key, *kind = sys.argv[1:]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
if kind == ["cbc"]:
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("ECDHE-RSA-AES256-SHA:ECDHE-ECDSA-AES256-SHA:@SECLEVEL=0")
if kind == ["weak"]:
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
if kind == ["p521"]:
    context.set_ecdh_curve("secp521r1")
context.load_cert_chain(certificate, key)
if kind in (["mutual12"], ["mutual13"]):
    # Of those that the authority issued which stands behind the server's own certificate.
    context.load_verify_locations(certificate)
    context.verify_mode = ssl.CERT_REQUIRED
    version = ssl.TLSVersion.TLSv1_2 if kind == ["mutual12"] else ssl.TLSVersion.TLSv1_3
    context.minimum_version = context.maximum_version = version
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1], flush=True)


def serve(connection):
    try:
        with context.wrap_socket(connection, server_side=True) as secure:
            secure.recv(4096)
            secure.sendall(b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
            secure.unwrap()
    except OSError:
        pass


def accept():
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(connection,), daemon=True).start()


threading.Thread(target=accept, daemon=True).start()
sys.stdin.read()
os._exit(0)
