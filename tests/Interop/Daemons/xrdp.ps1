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
    Command = { 'xrdp', '--nodaemon', '--config', "$($_.Path)/xrdp.ini" }
}
