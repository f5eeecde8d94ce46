@{
    Package = 'prosody'
    Programs = 'prosody'
    User = 'prosody'
    Protocols = 'xmpp-client', 'xmpp-server'
    Prepare = {
        $null = New-Item "$($_.Path)/data" -ItemType Directory
        Set-Content "$($_.Path)/prosody.cfg.lua" @"
daemonize = false
pidfile = "$($_.Path)/prosody.pid"
data_path = "$($_.Path)/data"
log = { info = "$($_.Path)/prosody.log" }
interfaces = { "127.0.0.1" }
local_interfaces = { "127.0.0.1" }
c2s_ports = { $($_.Port['xmpp-client']) }
s2s_ports = { $($_.Port['xmpp-server']) }
modules_enabled = { "saslauth", "tls", "dialback", "disco" }
modules_disabled = { "offline" }
c2s_require_encryption = true
authentication = "internal_hashed"
ssl = { certificate = "$($_.Certificate)", key = "$($_.Key)" }
VirtualHost "localhost"
"@
    }
    Ready = @{
        'xmpp-client' = ("<?xml version='1.0'?>" +
            "<stream:stream to='localhost' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"),
            'stream:features'
        'xmpp-server' = ("<?xml version='1.0'?>" +
            "<stream:stream to='localhost' from='other.test' xmlns='jabber:server' " +
            "xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"),
            'stream:features'
    }
    Command = { 'prosody', '--config', "$($_.Path)/prosody.cfg.lua", '-F' }
    Check = @{
        'xmpp-client' = ("<?xml version='1.0'?>" +
            "<stream:stream to='localhost' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"),
            'SCRAM-SHA'
        'xmpp-server' = ("<?xml version='1.0'?>" +
            "<stream:stream to='localhost' from='other.test' xmlns='jabber:server' " +
            "xmlns:stream='http://etherx.jabber.org/streams' version='1.0'>"),
            'stream:features'
    }
}
