# Dot-sourced by the tests of protocols whose servers Debian does not have: small servers on .NET's own TLS, written from the
# protocols' documents and not from the module's code.

if (-not ('QSslInterop.Responder' -as [type])) {
    Add-Type -TypeDefinition @'
namespace QSslInterop
{
    using System;
    using System.IO;
    using System.Net;
    using System.Net.Security;
    using System.Net.Sockets;
    using System.Security.Authentication;
    using System.Security.Cryptography.X509Certificates;
    using System.Threading;

    public abstract class Responder : IDisposable
    {
        private readonly TcpListener _listener = new TcpListener(IPAddress.Loopback, 0);
        private readonly SslServerAuthenticationOptions _options;

        protected Responder(X509Certificate2 certificate, SslProtocols protocols)
        {
            _options = new SslServerAuthenticationOptions { ServerCertificate = certificate, EnabledSslProtocols = protocols };
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
            new Thread(Accept) { IsBackground = true }.Start();
        }

        public int Port { get; private set; }

        /// <summary>Comes to TLS; null when the client will not.</summary>
        protected abstract SslStream Negotiate(Stream stream, SslServerAuthenticationOptions options);

        /// <summary>What a client can recognize the protocol by, over TLS.</summary>
        protected abstract void Serve(Stream stream);

        private void Accept()
        {
            while (true)
            {
                TcpClient client;
                try { client = _listener.AcceptTcpClient(); } catch (Exception) { return; }
                new Thread(() =>
                {
                    using (client)
                    {
                        try
                        {
                            SslStream stream = Negotiate(client.GetStream(), _options);
                            if (stream != null) Serve(stream);
                        }
                        catch (Exception) { }
                    }
                }) { IsBackground = true }.Start();
            }
        }

        protected static byte[] Hear(Stream stream, int count)
        {
            byte[] bytes = new byte[count];
            stream.ReadExactly(bytes, 0, count);
            return bytes;
        }

        public void Dispose() { _listener.Stop(); }
    }

    /// <summary>SQL Server's way: MS-TDS 2.2.6.5 (PRELOGIN, with the handshake in its packets) and 8.0 (TLS at once).</summary>
    public sealed class SqlResponder : Responder
    {
        public SqlResponder(X509Certificate2 certificate, SslProtocols protocols) : base(certificate, protocols) { }

        protected override SslStream Negotiate(Stream stream, SslServerAuthenticationOptions options)
        {
            byte[] header = Hear(stream, 8);
            if (header[0] != 0x12 || header[1] != 1) return null;
            byte[] prelogin = Hear(stream, (header[2] << 8 | header[3]) - 8);
            // Option ENCRYPTION: five bytes of a table, whose offset leads to its value.
            int at = Array.IndexOf(prelogin, (byte)1, 5);
            if (at != 5 || prelogin[prelogin[at + 1] << 8 | prelogin[at + 2]] != 1) return null;
            stream.Write(new byte[] { 4, 1, 0, 26, 0, 0, 1, 0, 0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xFF, 16, 0, 0, 0, 0, 0, 1 });
            TdsStream packets = new TdsStream(stream);
            SslStream tls = new SslStream(packets);
            tls.AuthenticateAsServer(options);
            packets.EndHandshake();
            return tls;
        }

        // A LOGIN7 packet is answered with an error, as every server answers a stranger.
        protected override void Serve(Stream stream)
        {
            byte[] header = Hear(stream, 8);
            if (header[0] == 0x10) stream.Write(new byte[] { 4, 1, 0, 12, 0, 0, 1, 0, 0xAA, 1, 0, 0 });
            stream.ReadByte();
        }

        private sealed class TdsStream : Stream
        {
            private readonly Stream _inner;
            private bool _wraps = true;
            private int _left;

            public TdsStream(Stream inner) { _inner = inner; }

            public void EndHandshake() { _wraps = false; }

            public override int Read(byte[] buffer, int offset, int count)
            {
                if (_wraps && _left == 0)
                {
                    byte[] header = Hear(_inner, 8);
                    if (header[0] != 0x12) throw new InvalidDataException("The handshake is in packets of the type 0x12.");
                    _left = (header[2] << 8 | header[3]) - 8;
                }
                if (_left == 0) return _inner.Read(buffer, offset, count);
                int n = _inner.Read(buffer, offset, Math.Min(count, _left));
                _left -= n;
                return n;
            }

            public override void Write(byte[] buffer, int offset, int count)
            {
                for (int done = 0; done < count;)
                {
                    int n = _wraps ? Math.Min(count - done, 4088) : count - done;
                    if (_wraps) _inner.Write(new byte[] { 0x12, 1, (byte)((n + 8) >> 8), (byte)(n + 8), 0, 0, 1, 0 });
                    _inner.Write(buffer, offset + done, n);
                    done += n;
                }
            }

            public override void Flush() { _inner.Flush(); }
            public override bool CanRead { get { return true; } }
            public override bool CanWrite { get { return true; } }
            public override bool CanSeek { get { return false; } }
            public override long Length { get { throw new NotSupportedException(); } }
            public override long Position { get { throw new NotSupportedException(); } set { throw new NotSupportedException(); } }
            public override long Seek(long offset, SeekOrigin origin) { throw new NotSupportedException(); }
            public override void SetLength(long value) { throw new NotSupportedException(); }
        }
    }

    /// <summary>Telnet with START_TLS, as the draft has it: the server demands, the client agrees, both say FOLLOWS.</summary>
    public sealed class TelnetResponder : Responder
    {
        public TelnetResponder(X509Certificate2 certificate, SslProtocols protocols) : base(certificate, protocols) { }

        protected override SslStream Negotiate(Stream stream, SslServerAuthenticationOptions options)
        {
            // Options of other kinds come along, as servers send them.
            stream.Write(new byte[] { 255, 253, 24, 255, 253, 46 });
            bool follows = false;
            while (!follows)
            {
                byte[] said = Hear(stream, 3);
                if (said[0] != 255) return null;
                if (said[1] == 250)
                {
                    byte[] rest = Hear(stream, 3);
                    if (said[2] != 46 || rest[0] != 1 || rest[1] != 255 || rest[2] != 240) return null;
                    follows = true;
                }
                else if (said[2] == 46 && said[1] != 251) return null;
            }
            stream.Write(new byte[] { 255, 250, 46, 1, 255, 240 });
            SslStream tls = new SslStream(stream);
            tls.AuthenticateAsServer(options);
            return tls;
        }

        protected override void Serve(Stream stream)
        {
            stream.Write(System.Text.Encoding.ASCII.GetBytes("login: "));
            stream.ReadByte();
        }
    }
}
'@
}
