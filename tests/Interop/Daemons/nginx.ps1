@{
    Package = 'nginx-light'
    Programs = 'nginx'
    Protocols = @('')
    Prepare = {
        Set-Content "$($_.Path)/nginx.conf" @"
daemon off;
pid $($_.Path)/nginx.pid;
error_log $($_.Path)/error.log;
events { }
http {
  access_log off;
  client_body_temp_path $($_.Path)/body; proxy_temp_path $($_.Path)/proxy; fastcgi_temp_path $($_.Path)/fastcgi;
  uwsgi_temp_path $($_.Path)/uwsgi; scgi_temp_path $($_.Path)/scgi;
  server { listen 127.0.0.1:$($_.Port['']) ssl; ssl_certificate $($_.Certificate); ssl_certificate_key $($_.Key); return 200 'here'; }
}
"@
    }
    # What it says where TLS should begin.
    Ready = @{ '' = "GET / HTTP/1.0`r`n`r`n", '^HTTP/1\.1 400 ' }
    Command = { 'nginx', '-c', "$($_.Path)/nginx.conf", '-p', $_.Path }
    Check = @{ '' = "GET / HTTP/1.0`r`n`r`n", 'here$' }
}
