@{
    Package = 'tigervnc-standalone-server'
    Programs = 'Xtigervnc'
    User = 'nobody'
    Protocols = 'vnc'
    Prepare = { }
    Ready = @{ vnc = '', '^RFB 003\.00\d\n' }
    Command = {
        'Xtigervnc', ":$(5000 + $_.Port['vnc'] % 50000)", '-rfbport', $_.Port['vnc'], '-localhost', '-SecurityTypes', 'X509None',
            '-X509Cert', $_.Certificate, '-X509Key', $_.Key
        '-nolisten', 'tcp', '-nolisten', 'unix', '-geometry', '320x200'
    }
    # After TLS: the result of the security type, four zeros.
    Check = @{ vnc = '', '^\x00\x00\x00\x00' }
}
