@{
    Package = 'xrdp'
    Programs = 'xrdp'
    User = 'xrdp'
    Protocols = 'rdp'
    Prepare = {
        Set-Content "$($_.Path)/xrdp.ini" @"
[Globals]
ini_version=1
port=tcp://127.0.0.1:$($_.Port['rdp'])
security_layer=tls
certificate=$($_.Certificate)
key_file=$($_.Key)
ssl_protocols=TLSv1.2, TLSv1.3
[Logging]
LogFile=$($_.Path)/xrdp.log
LogLevel=INFO
EnableSyslog=false
[Xvnc]
name=Xvnc
lib=libvnc.so
"@
    }
    # A connection request with TLS among its offers, and the confirmation.
    Ready = @{ rdp = (-join [char[]](3, 0, 0, 0x13, 0x0E, 0xE0, 0, 0, 0, 0, 0, 1, 0, 8, 0, 1, 0, 0, 0)), '^\x03\x00\x00\x13\x0E\xD0' }
    Command = { 'xrdp', '--nodaemon', '--config', "$($_.Path)/xrdp.ini" }
}
