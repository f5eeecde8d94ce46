# Dot-sourced after common.ps1 by the tests that need the other end of a connection: servers that misbehave, openssl as a
# client, and the counting of what is left behind.

if (-not ('QSslTest.FaultyServer' -as [type])) {
    Add-Type -TypeDefinition @'
namespace QSslTest
{
    using System;
    using System.Collections.Generic;
    using System.IO;
    using System.Net;
    using System.Net.Security;
    using System.Net.Sockets;
    using System.Security.Cryptography.X509Certificates;
    using System.Threading;

    /// <summary>Accepts everybody, says its piece, waits for a number of bytes, answers, and then hangs up or stays silent.</summary>
    public sealed class FaultyServer : IDisposable
    {
        private readonly TcpListener _listener = new TcpListener(IPAddress.Loopback, 0);
        private readonly List<Socket> _open = new List<Socket>();
        private readonly byte[] _greeting;
        private readonly int _listenFor;
        private readonly byte[] _answer;
        private readonly bool _hangUp;

        public FaultyServer(byte[] greeting, int listenFor, byte[] answer, bool hangUp)
        {
            _greeting = greeting; _listenFor = listenFor; _answer = answer; _hangUp = hangUp;
            _listener.Start(300);
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            new Thread(Accept) { IsBackground = true }.Start();
        }

        public int Port { get; private set; }

        private void Accept()
        {
            while (true)
            {
                Socket socket;
                try { socket = _listener.AcceptSocket(); } catch (Exception) { return; }
                lock (_open) _open.Add(socket);
                // Not on the pool: its threads would be held by clients that wait, and everybody would wait for them.
                new Thread(() => Serve(socket)) { IsBackground = true }.Start();
            }
        }

        private void Serve(Socket socket)
        {
            try
            {
                if (_greeting.Length > 0) socket.Send(_greeting);
                byte[] buffer = new byte[4096];
                for (int seen = 0; seen < _listenFor; )
                {
                    int n = socket.Receive(buffer);
                    if (n == 0) break;
                    seen += n;
                }
                if (_answer.Length > 0) socket.Send(_answer);
                if (_hangUp) socket.Shutdown(SocketShutdown.Send);
                else while (socket.Receive(buffer) > 0) { }
                lock (_open) _open.Remove(socket);
                socket.Close();
            }
            catch (Exception) { socket.Close(); }
        }

        public void Dispose()
        {
            _listener.Stop();
            lock (_open) foreach (Socket socket in _open) socket.Close();
        }
    }

    /// <summary>Speaks as much SMTP as a client needs that wants to come to STARTTLS, and its TLS is not ours.</summary>
    public sealed class StartTlsServer : IDisposable
    {
        private readonly TcpListener _listener = new TcpListener(IPAddress.Loopback, 0);
        private readonly X509Certificate2 _certificate;

        public StartTlsServer(X509Certificate2 certificate)
        {
            _certificate = certificate;
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            new Thread(Accept) { IsBackground = true }.Start();
        }

        public int Port { get; private set; }

        private void Accept()
        {
            while (true)
            {
                TcpClient client;
                try { client = _listener.AcceptTcpClient(); } catch (Exception) { return; }
                new Thread(() => Serve(client)) { IsBackground = true }.Start();
            }
        }

        private void Serve(TcpClient client)
        {
            using (client)
            {
                try
                {
                    Stream stream = client.GetStream();
                    Say(stream, "220 mail.example ESMTP\r\n");
                    while (true)
                    {
                        string line = Hear(stream);
                        if (line == null) return;
                        if (line.StartsWith("EHLO ")) Say(stream, "250-mail.example\r\n250-PIPELINING\r\n250 STARTTLS\r\n");
                        else if (line == "STARTTLS")
                        {
                            Say(stream, "220 2.0.0 Ready to start TLS\r\n");
                            SslStream encrypted = new SslStream(stream);
                            encrypted.AuthenticateAsServer(_certificate);
                            stream = encrypted;
                        }
                        else if (line == "QUIT") { Say(stream, "221 2.0.0 Bye\r\n"); return; }
                        else Say(stream, "502 5.5.2 Not understood\r\n");
                    }
                }
                catch (Exception) { }
            }
        }

        private static void Say(Stream stream, string text)
        {
            byte[] bytes = System.Text.Encoding.ASCII.GetBytes(text);
            stream.Write(bytes, 0, bytes.Length);
            stream.Flush();
        }

        // Byte by byte: what follows the line may be TLS already.
        private static string Hear(Stream stream)
        {
            string line = "";
            for (int b; (b = stream.ReadByte()) >= 0; )
            {
                if (b == '\n') return line.TrimEnd('\r');
                line += (char)b;
            }
            return null;
        }

        public void Dispose()
        {
            _listener.Stop();
            _certificate.Dispose();
        }
    }
}
'@
}

# Silent: accepts and says nothing. Plaintext: greets like a mail server. Truncated: hangs up in the middle of its first
# flight. Closing: hangs up at once.
function Start-FaultyServer {
    param([Parameter(Mandatory)] [ValidateSet('Silent', 'Plaintext', 'Truncated', 'Closing')] [string] $Fault)

    # The head of a ServerHello record that promises 122 bytes and brings four.
    [byte[]] $beginning = 0x16, 0x03, 0x03, 0x00, 0x7A, 0x02, 0x00, 0x00, 0x76
    $greeting = [System.Text.Encoding]::ASCII.GetBytes("220 mail.example ESMTP ready`r`n")
    switch ($Fault) {
        'Silent' { [QSslTest.FaultyServer]::new(@(), 0, @(), $false) }
        'Plaintext' { [QSslTest.FaultyServer]::new($greeting, 0, @(), $false) }
        'Truncated' { [QSslTest.FaultyServer]::new(@(), 100, $beginning, $true) }
        'Closing' { [QSslTest.FaultyServer]::new(@(), 0, @(), $true) }
    }
}

function Start-StartTlsServer {
    param([Parameter(Mandatory)] [object] $Identity)

    # Where the system joins no key with a certificate, its TLS is ours after all.
    if (Get-SystemTrouble JoinedKeys) {
        $server = New-SslServer -Certificate $Identity.Certificate -Key $Identity.Key -StartTls smtp
        $job = Register-ObjectEvent $server PendingConnectionAvailable -Action {
            while ($taken = $Event.Sender.NextPendingConnection()) { $taken.Dispose() }
        }
        return [pscustomobject]@{ Port = $server.ServerPort; Server = $server; Job = $job } |
            Add-Member ScriptMethod Dispose { $this.Job | Remove-Job -Force; $this.Server | Stop-SslServer } -PassThru
    }
    [QSslTest.StartTlsServer]::new(
        [System.Security.Cryptography.X509Certificates.X509Certificate2]::CreateFromPemFile($Identity.Certificate, $Identity.Key))
}

# Waits for a server until its answer to a question is that of one that serves: a port may be open long before. Throws what it
# answered instead.
function Wait-Ready {
    param(
        [Parameter(Mandatory)] [System.Diagnostics.Process] $Process,
        [Parameter(Mandatory)] [int] $Port,
        # What to ask, in Latin-1, and the pattern of the answer.
        [Parameter(Mandatory)] [AllowEmptyString()] [string[]] $Question,
        [double] $TimeoutSeconds = 60
    )

    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $answer = ''
    while ($answer -cnotmatch $Question[1]) {
        if ($Process.HasExited) { throw "it ended with code $($Process.ExitCode)" }
        if ($clock.Elapsed.TotalSeconds -gt $TimeoutSeconds) {
            throw "within $TimeoutSeconds s it was not ready on port ${Port}: it answered '$($answer -replace '[^ -~]', '.')'"
        }
        $answer = Get-Answer $Port $Question[0] $Question[1]
        if ($answer -cnotmatch $Question[1]) { Start-Sleep -Milliseconds 50 }
    }
}

# What is said on a port to a question, up to the pattern, to its end, or until nothing more comes; in Latin-1.
function Get-Answer {
    param([int] $Port, [string] $Question, [string] $Pattern)

    $client = [System.Net.Sockets.TcpClient]::new()
    $answer = ''
    try {
        $client.Connect('127.0.0.1', $Port)
        $client.ReceiveTimeout = 5000
        $stream = $client.GetStream()
        $stream.Write([System.Text.Encoding]::Latin1.GetBytes($Question))
        $buffer = [byte[]]::new(4096)
        while ($answer -cnotmatch $Pattern -and ($count = $stream.Read($buffer)) -gt 0) {
            $answer += [System.Text.Encoding]::Latin1.GetString($buffer, 0, $count)
        }
    }
    catch [System.Net.Sockets.SocketException], [System.IO.IOException] {
        Write-Debug "Port $Port does not listen yet, or has nothing more to say: $_"
    }
    finally { $client.Dispose() }
    $answer
}

# A port that nobody listens on: one that was free a moment ago.
function Get-ClosedPort {
    $listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
    $listener.Start()
    $listener.LocalEndpoint.Port
    $listener.Stop()
}

# An `openssl s_client` that sends the text and keeps the connection open.
function Start-OpenSslClient {
    param([Parameter(Mandatory)] [int] $Port, [string] $Text = '', [string[]] $Argument = @())

    Start-ForeignClient openssl (@('s_client', '-connect', "127.0.0.1:$Port") + $Argument) $Text
}

# A client of any kind, which ends when its input does; Stop-OpenSslClient ends it and gives what it wrote.
function Start-ForeignClient {
    param([Parameter(Mandatory)] [string] $Program, [string[]] $Argument = @(), [string] $Text = '')

    $start = [System.Diagnostics.ProcessStartInfo]::new($Program)
    foreach ($word in $Argument) { $start.ArgumentList.Add($word) }
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $process = [System.Diagnostics.Process]::Start($start)
    $output = $process.StandardOutput.ReadToEndAsync()
    $trouble = $process.StandardError.ReadToEndAsync()
    if ($Text) { $process.StandardInput.Write($Text); $process.StandardInput.Flush() }
    [pscustomobject]@{ Process = $process; Output = $output; Trouble = $trouble }
}

# Ends an openssl client and gives what it wrote.
function Stop-OpenSslClient {
    param([Parameter(ValueFromPipeline)] [object] $Client)

    process {
        if ($null -eq $Client) { return }
        $Client.Process.StandardInput.Close()
        if (-not $Client.Process.WaitForExit(5000)) { $Client.Process.Kill() }
        "$($Client.Output.Result)`n$($Client.Trouble.Result)"
        $Client.Process.Dispose()
    }
}

# Why handles cannot be counted here; nothing where they can.
function Get-HandleTrouble {
    if (-not $IsLinux -or -not (Test-Path /proc/self/fd)) { 'needs /proc/self/fd to count handles in, which this system does not have' }
}

function Get-SocketHandleCount {
    @(Get-ChildItem /proc/self/fd -ErrorAction Ignore | Where-Object { "$($_.LinkTarget)" -like 'socket:*' }).Count
}

# What an error record says, in one object: easy to compare, and readable when a test fails.
function Get-Summary {
    param([Parameter(ValueFromPipeline)] [System.Management.Automation.ErrorRecord] $Record)

    process {
        [pscustomobject]@{
            Id = $Record.FullyQualifiedErrorId -replace ',.*'
            Category = "$($Record.CategoryInfo.Category)"
            Target = $Record.TargetObject
            Message = "$Record"
            Advice = $Record.ErrorDetails ? $Record.ErrorDetails.RecommendedAction : $null
        }
    }
}
