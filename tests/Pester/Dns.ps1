# Dot-sourced after common.ps1 by the tests that need a resolver: one of their own, on loopback, over UDP and TCP.

if (-not ('QSslTest.DnsServer' -as [type])) {
    Add-Type -TypeDefinition @'
namespace QSslTest
{
    using System;
    using System.Collections.Concurrent;
    using System.Collections.Generic;
    using System.IO;
    using System.Net;
    using System.Net.Sockets;
    using System.Text;
    using System.Threading;

    /// <summary>Answers what it was told to, and NXDOMAIN for the rest.</summary>
    public sealed class DnsServer : IDisposable
    {
        private readonly Dictionary<string, List<byte[]>> _records = new Dictionary<string, List<byte[]>>(StringComparer.OrdinalIgnoreCase);
        private readonly Dictionary<string, string> _faults = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        private readonly HashSet<string> _names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        private readonly TcpListener _tcp;
        private readonly Socket _udp;

        public DnsServer()
        {
            // One port for both: what is free for TCP may be taken for UDP.
            for (int i = 0; ; i++)
            {
                _tcp = new TcpListener(IPAddress.Loopback, 0);
                _tcp.Start();
                _udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
                try { _udp.Bind(_tcp.LocalEndpoint); break; }
                catch (SocketException) when (i < 20) { _udp.Dispose(); _tcp.Stop(); }
            }
            Port = ((IPEndPoint)_tcp.LocalEndpoint).Port;
            new Thread(ServeUdp) { IsBackground = true }.Start();
            new Thread(ServeTcp) { IsBackground = true }.Start();
        }

        public int Port { get; private set; }
        public bool IsValidating { get; set; }
        public ConcurrentQueue<string> Questions { get; } = new ConcurrentQueue<string>();

        /// <summary>Adds a record: TLSA '3 1 1 hex', MX '10 mail.test', CNAME 'other.test', A '127.0.0.1'.</summary>
        public void Add(string name, string type, string value)
        {
            lock (_records)
            {
                string key = name + " " + type;
                if (!_records.ContainsKey(key)) _records.Add(key, new List<byte[]>());
                _records[key].Add(Data(type, value));
                _names.Add(name);
            }
        }

        /// <summary>What goes wrong for a name: ServFail, Refused, Silent, Cut, LongUdp (only TCP has the whole answer),
        /// or NotADatagram.</summary>
        public void Break(string name, string fault) { lock (_records) _faults[name] = fault; }

        private static byte[] Data(string type, string value)
        {
            string[] parts = value.Split(' ');
            List<byte> data = new List<byte>();
            switch (type)
            {
                case "TLSA":
                    for (int i = 0; i < 3; i++) data.Add(byte.Parse(parts[i]));
                    data.AddRange(Convert.FromHexString(parts[3]));
                    break;
                case "MX":
                    ushort preference = ushort.Parse(parts[0]);
                    data.Add((byte)(preference >> 8)); data.Add((byte)preference);
                    data.AddRange(Name(parts[1]));
                    break;
                case "CNAME": data.AddRange(Name(value)); break;
                default: data.AddRange(IPAddress.Parse(value).GetAddressBytes()); break;
            }
            return data.ToArray();
        }

        private static byte[] Name(string name)
        {
            List<byte> bytes = new List<byte>();
            foreach (string label in name.Split('.', StringSplitOptions.RemoveEmptyEntries))
            {
                bytes.Add((byte)label.Length);
                bytes.AddRange(Encoding.ASCII.GetBytes(label));
            }
            bytes.Add(0);
            return bytes.ToArray();
        }

        private static string TypeName(int type)
        {
            switch (type)
            {
                case 1: return "A";
                case 5: return "CNAME";
                case 15: return "MX";
                case 28: return "AAAA";
                case 52: return "TLSA";
                default: return type.ToString();
            }
        }

        private byte[] Answer(byte[] question, bool isTcp)
        {
            int at = 12;
            StringBuilder name = new StringBuilder();
            for (; question[at] != 0; at += question[at] + 1)
                name.Append(name.Length > 0 ? "." : "").Append(Encoding.ASCII.GetString(question, at + 1, question[at]));
            int end = at + 5;
            int type = question[at + 1] << 8 | question[at + 2];
            string asked = name.ToString();
            Questions.Enqueue(asked + " " + TypeName(type) + (isTcp ? " tcp" : ""));
            string fault;
            List<KeyValuePair<string, byte[]>> found = new List<KeyValuePair<string, byte[]>>();
            bool exists;
            lock (_records)
            {
                _faults.TryGetValue(asked, out fault);
                exists = _names.Contains(asked);
                string current = asked;
                List<byte[]> list;
                while (_records.TryGetValue(current + " CNAME", out list))
                {
                    found.Add(new KeyValuePair<string, byte[]>(current + " CNAME", list[0]));
                    StringBuilder next = new StringBuilder();
                    for (int i = 0; list[0][i] != 0; i += list[0][i] + 1)
                        next.Append(next.Length > 0 ? "." : "").Append(Encoding.ASCII.GetString(list[0], i + 1, list[0][i]));
                    current = next.ToString();
                }
                if (_records.TryGetValue(current + " " + TypeName(type), out list))
                    foreach (byte[] one in list) found.Add(new KeyValuePair<string, byte[]>(current + " " + TypeName(type), one));
            }
            if (fault == "Silent") return null;
            int code = fault == "ServFail" ? 2 : fault == "Refused" ? 5 : exists ? 0 : 3;
            bool isTruncated = fault == "LongUdp" && !isTcp;
            if (code != 0 || isTruncated) found.Clear();
            List<byte> answer = new List<byte>();
            answer.Add(question[0]); answer.Add(question[1]);
            answer.Add((byte)(0x80 | (question[2] & 1) | (isTruncated ? 2 : 0)));
            answer.Add((byte)(0x80 | (IsValidating && code != 2 ? 0x20 : 0) | code));
            answer.AddRange(new byte[] { 0, 1, (byte)(found.Count >> 8), (byte)found.Count, 0, 0, 0, 0 });
            for (int i = 12; i < end; i++) answer.Add(question[i]);
            foreach (KeyValuePair<string, byte[]> record in found)
            {
                string[] key = record.Key.Split(' ');
                answer.AddRange(Name(key[0]));
                int number = key[1] == "A" ? 1 : key[1] == "CNAME" ? 5 : key[1] == "MX" ? 15 : 52;
                int length = record.Value.Length;
                answer.AddRange(new byte[] { 0, (byte)number, 0, 1, 0, 0, 0, 60, (byte)(length >> 8), (byte)length });
                answer.AddRange(record.Value);
            }
            byte[] whole = answer.ToArray();
            if (fault == "NotADatagram") return new byte[] { 1, 2, 3 };
            return fault == "Cut" ? whole[..(whole.Length - 10)] : whole;
        }

        private void ServeUdp()
        {
            byte[] buffer = new byte[65536];
            while (true)
            {
                try
                {
                    EndPoint from = new IPEndPoint(IPAddress.Any, 0);
                    int n = _udp.ReceiveFrom(buffer, ref from);
                    byte[] answer = Answer(buffer[..n], false);
                    if (answer != null) _udp.SendTo(answer, from);
                }
                catch (ObjectDisposedException) { return; }
                catch (SocketException e) when (e.SocketErrorCode != SocketError.ConnectionReset) { return; }
                catch (Exception) { }
            }
        }

        private void ServeTcp()
        {
            while (true)
            {
                TcpClient client;
                try { client = _tcp.AcceptTcpClient(); } catch (Exception) { return; }
                new Thread(() =>
                {
                    using (client)
                    {
                        try
                        {
                            NetworkStream stream = client.GetStream();
                            while (true)
                            {
                                byte[] length = new byte[2];
                                stream.ReadExactly(length);
                                byte[] question = new byte[length[0] << 8 | length[1]];
                                stream.ReadExactly(question);
                                byte[] answer = Answer(question, true);
                                if (answer == null) continue;
                                stream.Write(new byte[] { (byte)(answer.Length >> 8), (byte)answer.Length });
                                stream.Write(answer);
                            }
                        }
                        catch (Exception) { }
                    }
                }) { IsBackground = true }.Start();
            }
        }

        public void Dispose() { _tcp.Stop(); _udp.Dispose(); }
    }
}
'@
}

# The data of a TLSA record for a certificate in a PEM file.
function Get-TlsaData {
    param([Parameter(Mandatory)] [string] $Path, [int] $Usage = 3, [int] $Selector = 1, [int] $MatchingType = 1)

    $certificate = [System.Security.Cryptography.X509Certificates.X509Certificate2]::CreateFromPem((Get-Content $Path -Raw))
    $part = $Selector -eq 1 ? $certificate.PublicKey.ExportSubjectPublicKeyInfo() : $certificate.RawData
    $data = switch ($MatchingType) {
        0 { $part }
        1 { [System.Security.Cryptography.SHA256]::HashData($part) }
        2 { [System.Security.Cryptography.SHA512]::HashData($part) }
    }
    "$Usage $Selector $MatchingType $([convert]::ToHexString([byte[]]$data))"
}
