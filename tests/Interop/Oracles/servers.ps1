# The servers that profiles are compared on: a name, and the program with what makes it this server. In the options of openssl, {Dh1024},
# {Dh2048}, {EcCertificate} and {EcKey} stand for files.
@{ Name = 'openssl, default'; Program = 'openssl'; Options = '' }
@{ Name = 'openssl, TLS 1.2 only'; Program = 'openssl'; Options = '-tls1_2' }
@{ Name = 'openssl, TLS 1.3 only'; Program = 'openssl'; Options = '-tls1_3' }
@{ Name = 'openssl, RSA and ECDSA'; Program = 'openssl'; Options = '-dcert {EcCertificate} -dkey {EcKey}' }
@{
    Name = 'openssl, DH of 1024 bits'; Program = 'openssl'
    Options = '-tls1_2 -dhparam {Dh1024} -cipher DHE-RSA-AES128-GCM-SHA256:AES128-SHA:@SECLEVEL=0'
}
@{
    Name = 'openssl, DH of 2048 bits'; Program = 'openssl'
    Options = '-tls1_2 -dhparam {Dh2048} -cipher DHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES256-SHA'
}
@{
    Name = 'openssl, an order of its own'; Program = 'openssl'
    Options = '-tls1_2 -serverpref -cipher ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:AES128-SHA'
}
@{
    Name = 'openssl, CBC without encrypt-then-MAC'; Program = 'openssl'
    Options = '-tls1_2 -no_etm -cipher ECDHE-RSA-AES128-SHA:AES128-SHA:AES256-SHA256'
}
@{ Name = 'openssl, few groups'; Program = 'openssl'; Options = '-groups P-384:X25519' }
@{
    Name = 'openssl, TLS 1.0 to 1.2 with renegotiation'; Program = 'openssl'
    Options = '-no_tls1_3 -legacy_renegotiation -client_renegotiation -cipher DEFAULT:@SECLEVEL=0'
}
@{ Name = 'openssl, anonymous and NULL'; Program = 'openssl'; Options = '-serverpref -cipher ALL:aNULL:eNULL:@SECLEVEL=0' }
@{ Name = 'openssl, PSK'; Program = 'openssl'; Options = '-tls1_2 -psk 0123456789abcdef -cipher PSK:AES128-GCM-SHA256:@SECLEVEL=0' }
@{ Name = 'gnutls, default'; Program = 'gnutls-serv'; Options = 'NORMAL' }
@{
    Name = 'gnutls, old versions and an order'; Program = 'gnutls-serv'
    Options = 'NORMAL:+VERS-TLS1.0:+VERS-TLS1.1:+3DES-CBC:%SERVER_PRECEDENCE'
}
@{
    Name = 'nginx, good'; Program = 'nginx'
    Options = 'ssl_protocols TLSv1.2 TLSv1.3; ssl_ciphers ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384; ' +
        'ssl_ecdh_curve X25519:prime256v1:secp384r1;'
}
@{
    Name = 'nginx, bad'; Program = 'nginx'
    Options = 'ssl_protocols TLSv1 TLSv1.1 TLSv1.2; ssl_ciphers ALL:@SECLEVEL=0; ssl_prefer_server_ciphers on;'
}
