@{
    Package = 'inspircd'
    Programs = 'inspircd'
    User = 'irc'
    Protocols = 'irc'
    Prepare = {
        Set-Content "$($_.Path)/inspircd.conf" @"
<server name="irc.test" description="Test only" network="Test">
<admin name="Test" nick="test" email="test@irc.test">
<bind address="127.0.0.1" port="$($_.Port['irc'])" type="clients">
<connect allow="*" timeout="60">
<path configdir="$($_.Path)" datadir="$($_.Path)" logdir="$($_.Path)" runtimedir="$($_.Path)">
<pid file="$($_.Path)/inspircd.pid">
<log method="file" type="* -USERINPUT -USEROUTPUT" level="default" target="inspircd.log">
<module name="ssl_gnutls">
<sslprofile name="Clients" provider="gnutls" certfile="$($_.Certificate)" keyfile="$($_.Key)" hash="sha256">
<module name="starttls">
<starttls provider="Clients">
"@
    }
    Ready = @{ irc = "NICK ready`r`nUSER ready 0 * :ready`r`n", '(?m)^:irc\.test 001 ready ' }
    Command = { 'inspircd', '--nofork', '--config', "$($_.Path)/inspircd.conf" }
    Check = @{ irc = "PING x`r`nNICK tester`r`nUSER t 0 * :t`r`n", ' 001 | NOTICE |PING' }
}
