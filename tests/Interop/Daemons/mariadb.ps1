@{
    Package = 'mariadb-server'
    Programs = 'mariadbd', 'mariadb-install-db'
    User = 'mysql'
    Protocols = 'mysql'
    Prepare = { }
    Initialize = {
        param($facts) , @('mariadb-install-db', '--no-defaults', "--datadir=$($facts.Path)/data",
            '--auth-root-authentication-method=normal', '--skip-test-db')
    }
    # Its first packet: number 0, and version 10 of the protocol.
    Ready = @{ mysql = '', '^[\s\S]{3}\x00\x0A' }
    Command = {
        'mariadbd', '--no-defaults', "--datadir=$($_.Path)/data", "--socket=$($_.Path)/socket", "--pid-file=$($_.Path)/pid",
            '--bind-address=127.0.0.1'
        "--port=$($_.Port['mysql'])", "--ssl-cert=$($_.Certificate)", "--ssl-key=$($_.Key)", '--innodb-buffer-pool-size=16M',
            '--skip-log-bin'
    }
    # The log-in packet that follows the request for TLS: user root without a password; the answer is OK, packet 3.
    Check = @{ mysql = ("`u{26}`0`0`u{2}`0`u{8a}`0`0`0`0`0`u{1}`u{2d}" + ("`0" * 23) + "root`0`0"), '^[\s\S]\x00\x00\x03\x00' }
}
