@{
    Package = 'vsftpd'
    Programs = 'vsftpd'
    Protocols = 'ftp'
    Prepare = {
        $null = New-Item "$($_.Path)/empty" -ItemType Directory
        Set-Content "$($_.Path)/vsftpd.conf" @"
listen=YES
listen_address=127.0.0.1
listen_port=$($_.Port['ftp'])
background=NO
anonymous_enable=YES
allow_anon_ssl=YES
ssl_enable=YES
ssl_tlsv1=YES
ssl_ciphers=HIGH
rsa_cert_file=$($_.Certificate)
rsa_private_key_file=$($_.Key)
secure_chroot_dir=$($_.Path)/empty
seccomp_sandbox=NO
"@
    }
    Ready = @{ ftp = "FEAT`r`n", '(?m)^211 ' }
    Command = { 'vsftpd', "$($_.Path)/vsftpd.conf" }
    Check = @{ ftp = "FEAT`r`n", '(?m)^211 ' }
}
