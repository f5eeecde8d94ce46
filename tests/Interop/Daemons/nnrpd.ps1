@{
    Package = 'inn2'
    Programs = '/usr/lib/news/bin/nnrpd'
    User = 'news'
    Protocols = 'nntp'
    Prepare = {
        foreach ($folder in 'db', 'spool', 'log', 'run', 'tmp', 'etc') { $null = New-Item "$($_.Path)/$folder" -ItemType Directory }
        Set-Content "$($_.Path)/inn.conf" @"
mta: "/bin/false %s"
organization: "Test only"
domain: interop.test
pathhost: news.interop.test
hismethod: hisv6
ovmethod: tradindexed
pathnews: /usr/lib/news
pathbin: /usr/lib/news/bin
pathdb: $($_.Path)/db
pathetc: $($_.Path)/etc
pathrun: $($_.Path)/run
pathlog: $($_.Path)/log
pathtmp: $($_.Path)/tmp
pathspool: $($_.Path)/spool
pathoverview: $($_.Path)/spool
runasuser: news
nnrpdloadlimit: 0
runasgroup: news
tlscertfile: $($_.Certificate)
tlskeyfile: $($_.Key)
tlscafile: $($_.Ca)
"@
        Set-Content "$($_.Path)/etc/readers.conf" ("auth `"all`" {`n  hosts: `"*`"`n  default: `"<all>`"`n}`n" +
            "access `"all`" {`n  users: `"<all>`"`n  newsgroups: `"*`"`n  access: R`n}")
        Set-Content "$($_.Path)/etc/storage.conf" "method trash {`n  newsgroups: *`n  class: 0`n}"
        Set-Content "$($_.Path)/db/active" 'control 0000000000 0000000001 n'
        foreach ($file in 'newsgroups', 'history') { $null = New-Item "$($_.Path)/db/$file" }
    }
    Initialize = {
        param($facts)
        $with = 'env', "INNCONF=$($facts.Path)/inn.conf"
        , ($with + '/usr/lib/news/bin/makedbz', '-i', '-o', '-s', '1000', '-f', "$($facts.Path)/db/history")
        , ($with + '/usr/lib/news/bin/makehistory', '-O', '-x', '-F')
    }
    Environment = { param($facts) @{ INNCONF = "$($facts.Path)/inn.conf" } }
    Ready = @{ nntp = "CAPABILITIES`r`n", '(?m)^101 ' }
    Command = { '/usr/lib/news/bin/nnrpd', '-D', '-f', '-I', '127.0.0.1', '-p', $_.Port['nntp'] }
    Check = @{ nntp = "DATE`r`n", '(?m)^111 ' }
}
