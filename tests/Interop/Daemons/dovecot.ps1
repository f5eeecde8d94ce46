@{
    Package = 'dovecot-imapd dovecot-pop3d dovecot-lmtpd dovecot-managesieved'
    Programs = 'dovecot'
    Protocols = 'imap', 'pop3', 'lmtp', 'sieve'
    Prepare = {
        Set-Content "$($_.Path)/dovecot.conf" @"
base_dir = $($_.Path)/run
state_dir = $($_.Path)/state
log_path = $($_.Path)/dovecot.log
protocols = imap pop3 lmtp sieve
listen = 127.0.0.1
ssl = yes
ssl_cert = <$($_.Certificate)
ssl_key = <$($_.Key)
mail_location = maildir:$($_.Path)/mail
service imap-login {
  inet_listener imap {
    port = $($_.Port['imap'])
  }
  inet_listener imaps {
    port = 0
  }
}
service pop3-login {
  inet_listener pop3 {
    port = $($_.Port['pop3'])
  }
  inet_listener pop3s {
    port = 0
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = $($_.Port['lmtp'])
  }
}
service managesieve-login {
  inet_listener sieve {
    port = $($_.Port['sieve'])
  }
}
passdb {
  driver = static
  args = password=test-only
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=$($_.Path)/home
}
"@
    }
    Ready = @{
        imap = "x CAPABILITY`r`n", '(?m)^x OK'
        pop3 = "CAPA`r`n", '(?m)^\+OK[\s\S]*^STLS'
        lmtp = "LHLO client.test`r`n", '(?m)^250 '
        sieve = "NOOP`r`n", '(?m)^OK[\s\S]*^OK'
    }
    Command = { '/usr/sbin/dovecot', '-F', '-c', "$($_.Path)/dovecot.conf" }
    Check = @{
        imap = "x NOOP`r`n", '(?m)^x OK'
        pop3 = "CAPA`r`n", '(?m)^\+OK[\s\S]*^USER\b'
        lmtp = "LHLO client.test`r`n", '(?m)^250 '
        sieve = "NOOP`r`n", '(?m)^OK'
    }
}
