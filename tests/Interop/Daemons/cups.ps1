@{
    Package = 'cups-daemon'
    Programs = '/usr/sbin/cupsd'
    Protocols = @('http-upgrade')
    Prepare = {
        foreach ($folder in 'keys', 'spool', 'cache', 'state', 'temp', 'log') { $null = New-Item "$($_.Path)/$folder" -ItemType Directory }
        # It looks its certificate up by the name that it is asked for.
        Copy-Item $_.Certificate "$($_.Path)/keys/localhost.crt"
        Copy-Item $_.Key "$($_.Path)/keys/localhost.key"
        Set-Content "$($_.Path)/cupsd.conf" @"
Listen 127.0.0.1:$($_.Port['http-upgrade'])
ServerName localhost
ServerAlias *
DefaultEncryption IfRequested
Browsing No
LogLevel warn
<Location />
  Order allow,deny
</Location>
"@
        Set-Content "$($_.Path)/cups-files.conf" @"
ServerRoot $($_.Path)
ServerKeychain $($_.Path)/keys
CreateSelfSignedCerts no
RequestRoot $($_.Path)/spool
CacheDir $($_.Path)/cache
StateDir $($_.Path)/state
TempDir $($_.Path)/temp
AccessLog $($_.Path)/log/access
ErrorLog $($_.Path)/log/error
PageLog $($_.Path)/log/page
"@
    }
    Ready = @{ 'http-upgrade' = "HEAD / HTTP/1.1`r`nHost: localhost`r`nConnection: close`r`n`r`n", '^HTTP/1\.1 \d\d\d ' }
    Command = { '/usr/sbin/cupsd', '-f', '-c', "$($_.Path)/cupsd.conf", '-s', "$($_.Path)/cups-files.conf" }
    Check = @{ 'http-upgrade' = "HEAD / HTTP/1.1`r`nHost: localhost`r`nConnection: close`r`n`r`n", 'CUPS/' }
}
