using QSslCore.Sockets;
using QSslCore.Tls;

namespace QSslCore;

// The questions of the TLS engine.
public partial class QSslSocket
{
    /// <summary>The questions of the engine, for one handshake. The engine must not know the socket's private members.</summary>
    private sealed class Questions(QSslSocket socket) : ITlsQuestions
    {
        /// <summary>A client can name thousands of keys in one message, and each question costs time. An honest client names only a
        /// few.</summary>
        private const int MaxKeysAskedFor = 16;

        private const int MaxMessages = 256;

        private readonly long _started = socket.Time.GetTimestamp();
        private KeyLogFile? _keyLog;
        private TimeSpan _last;
        private int _keysAskedFor;

        public bool KnowsPreSharedKeys => socket._signals.PreSharedKeyAuthenticationRequired.HasSubscribers;

        public void AskPreSharedKey(QSslPreSharedKeyAuthenticator authenticator)
        {
            if (_keysAskedFor++ < MaxKeysAskedFor)
                socket.Strand.RaiseWithinStep(socket._signals.PreSharedKeyAuthenticationRequired, new(authenticator));
        }

        public SslErrorCode? RefusalOf(TlsPeer peer)
        {
            SslErrorCode? refusal = socket.RefuseWithinStep(peer);
            socket._decision.IsRefusedByEngine = refusal is not null;
            if (refusal is not null)
                socket.TraceRefused(socket._decision.Errors);
            return refusal;
        }

        public void TellMessage(bool isSent, int contentType, ReadOnlySpan<byte> message)
        {
            // A peer that floods is not remembered for it.
            if (socket._facts.Messages.Length >= MaxMessages)
                return;
            TimeSpan elapsed = socket.Time.GetElapsedTime(_started);
            (string name, TlsHandshakePhase phase) = TlsMessages.Describe(contentType, message, socket.IsEncrypted);
            QSslHandshakeMessage told = new(isSent, name, phase, elapsed, elapsed - _last, message.ToArray());
            socket._facts = socket._facts with { Messages = [.. socket._facts.Messages, told] };
            if (socket.Trace is { IsNarrated: true } trace)
                trace.Detail(told.ToString());
            _last = elapsed;
        }

        public void Warn(string message) => socket.Warn(message);

        public void LogKey(string line)
        {
            QSslConfiguration? configuration = socket._channel?.Configuration;
            configuration?.KeyLogCallback?.Invoke(line);
            if (configuration?.KeyLogFile is { Length: > 0 } file)
                (_keyLog ??= new(file, socket.Warn)).Append(line);
        }
    }
}
