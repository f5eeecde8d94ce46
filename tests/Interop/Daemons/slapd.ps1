@{
    Package = 'slapd'
    Programs = 'slapd'
    User = 'openldap'
    Protocols = 'ldap'
    Prepare = {
        Set-Content "$($_.Path)/slapd.conf" @"
include /etc/ldap/schema/core.schema
pidfile $($_.Path)/slapd.pid
argsfile $($_.Path)/slapd.args
TLSCertificateFile $($_.Certificate)
TLSCertificateKeyFile $($_.Key)
TLSCACertificateFile $($_.Ca)
"@
    }
    # An anonymous bind, message 1.
    Ready = @{ ldap = (-join [char[]](0x30, 0x0C, 2, 1, 1, 0x60, 7, 2, 1, 3, 4, 0, 0x80, 0)), '^0\x0C\x02\x01\x01a\x07\n\x01\x00' }
    Command = { 'slapd', '-f', "$($_.Path)/slapd.conf", '-h', "ldap://127.0.0.1:$($_.Port['ldap'])", '-d', '0' }
    # An anonymous bind, message 2, and the answer: success.
    Check = @{ ldap = (-join [char[]](0x30, 0x0C, 2, 1, 2, 0x60, 7, 2, 1, 3, 4, 0, 0x80, 0)), '^0\x0C\x02\x01\x02a\x07\n\x01\x00' }
}
