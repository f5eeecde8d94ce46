@{
    Package = 'postgresql'
    Programs = @((Get-Item /usr/lib/postgresql/*/bin/postgres -ErrorAction Ignore | Select-Object -Last 1)?.FullName ?? 'postgres')
    User = 'postgres'
    Protocols = 'postgres'
    Prepare = { }
    Initialize = {
        param($facts)
        $programs = (Get-Item /usr/lib/postgresql/*/bin | Select-Object -Last 1).FullName
        , @("$programs/initdb", '-D', "$($facts.Path)/data", '-A', 'trust', '--no-sync', '--no-instructions')
    }
    # The log-in, without TLS. While it starts it answers with E, 57P03: the port is open before the database is.
    Ready = @{ postgres = "`0`0`0`u{29}`0`u{3}`0`0user`0postgres`0database`0postgres`0`0", '^R\x00\x00\x00\x08\x00\x00\x00\x00' }
    Command = {
        "$((Get-Item /usr/lib/postgresql/*/bin | Select-Object -Last 1).FullName)/postgres", '-D', "$($_.Path)/data", '-h', '127.0.0.1',
            '-p', $_.Port['postgres'], '-k', $_.Path
        '-c', 'ssl=on', '-c', "ssl_cert_file=$($_.Certificate)", '-c', "ssl_key_file=$($_.Key)", '-c', 'fsync=off'
    }
    # A log-in by trust, and the answer: authenticated.
    Check = @{ postgres = "`0`0`0`u{29}`0`u{3}`0`0user`0postgres`0database`0postgres`0`0", '^R\x00\x00\x00\x08\x00\x00\x00\x00' }
}
