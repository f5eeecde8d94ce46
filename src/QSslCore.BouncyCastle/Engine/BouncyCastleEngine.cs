using System.Net.Sockets;
using Org.BouncyCastle.Tls;
using QSslCore.BouncyCastle.Protocol;
using QSslCore.BouncyCastle.Settings;
using QSslCore.Tls;
using TlsSession = QSslCore.Tls.TlsSession;

namespace QSslCore.BouncyCastle.Engine;

/// <summary>The TLS of one connection, with the non-blocking classes of BouncyCastle.</summary>
internal sealed partial class BouncyCastleEngine : TlsEngine
{
    /// <summary>A server announces a lifetime only for tickets.</summary>
    private const int NoLifetime = -1;

    /// <summary>
    /// The same limit as in OpenSSL. The library would accept empty records without end and occupy the thread that reads.
    /// </summary>
    private const int MaxRecordsInVain = 32;

    private readonly Setup _setup;
    private readonly HandshakeNotes _notes;
    private readonly IHandshake _handshake;
    private readonly RecordReader _records = new();
    private int _inVain;
    private bool _isDisposed;

    /// <exception cref="TlsSetupException">The configuration cannot be used; the message says why.</exception>
    public BouncyCastleEngine(TlsEngineOptions options)
        : base(options)
    {
        _setup = new(options);
        _notes = new(options.Questions) { LogsKeys = TlsSettings.LogsKeys(options.Configuration) };
        _handshake = _setup.IsServer
            ? new ServerHandshake(new(_setup, _notes), _notes, _setup.Groups)
            : new ClientHandshake(new(_setup, _notes), _notes, _setup.Groups);
    }

    public override SslProtocol SessionProtocol => Versions.ToProtocol(Parameters?.NegotiatedVersion);

    public override QSslCipher SessionCipher => Parameters is { } parameters ? Suites.ToCipher(parameters.CipherSuite) : new();

    public override string? ApplicationProtocol => Parameters?.ApplicationProtocol?.GetUtf8Decoding();

    public override TlsFacts Facts => Parameters is not { } parameters ? TlsFacts.None : new()
    {
        IsResumed = parameters.IsResumedSession,
        UsedPreSharedKey = _notes.KeyGiven && (_notes.KeySelected || Suites.SharesKey(parameters.KeyExchangeAlgorithm)),
        LacksSecureRenegotiation = _notes.LacksSecureRenegotiation,
        EphemeralServerKey = _setup.IsServer ? TlsFacts.None.EphemeralServerKey : new(_notes.EphemeralKey),
        FiniteFieldBits = !_setup.IsServer && _notes.EphemeralKey is { Algorithm: KeyAlgorithm.Dh } key ? key.Length : 0,
        CertificateRequested = _notes.CertificateRequested,
        CertificateAuthorities = _notes.Authorities,
        Group = Groups.NameOf(TlsUtilities.IsTlsV13(parameters.NegotiatedVersion) ? parameters.NegotiatedGroup : _notes.Group),
        PeerSignatureAlgorithm = _notes.PeerSignature < 0 ? "" : Signatures.NameOf(_notes.PeerSignature),
        RequestedServerName = _setup.IsServer ? _notes.RequestedName : _setup.Options.ServerName ?? "",
    };

    public override bool PeerHasGoneOn => !_setup.IsServer && IsEstablished && _notes.Messages > _notes.HandshakeMessages;

    private bool IsPlainText => FirstBytes is [< 20 or > 23, ..];

    /// <summary>The parameters of the connection; null until the peer has chosen a version.</summary>
    private SecurityParameters? Parameters => _handshake.Context?.SecurityParameters is { NegotiatedVersion: not null } parameters
        ? parameters
        : null;

    public override TlsAlert? TakeAlert() => _notes.Alerts.TryDequeue(out TlsAlert? alert) ? alert : null;

    protected override TlsSession? TakeSessionCore()
    {
        if (_setup.IsServer || !IsEstablished || _setup.Configuration.TestSslOption(SslOption.DisableSessionPersistence)
            || _notes.Session is not { } session)
            return null;
        _notes.Session = null;
        return new((session with { Chain = [.. _peer.Chain] }).Encode(), NoLifetime);
    }

    protected override byte[] ExportKeyingMaterialCore(string label, byte[]? context, int length) => _notes.Exporter is { } exporter
        ? exporter.Export(label, context, length)
        : throw new InvalidOperationException(
            "The keying material could not be exported: the session lacks the extended master secret (RFC 7627).");

    protected override void Dispose(bool disposing)
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _notes.Exporter?.Dispose();
        _records.Dispose();
    }

    /// <summary>Makes the library read the next record. Returns Complete, or the reason why it was not read.</summary>
    private TlsEngineStatus Advance()
    {
        int start, length;
        while (!_records.TryTake(out start, out length))
        {
            if (_records.IsOffTheRails)
                return Run(static (engine, _, _) =>
                    engine._handshake.Protocol.PreviewInputRecord(engine._records.Header), 0, 0, mustFail: true);
            TransportResult result = Fill();
            if (result.IsWouldBlock)
                return TlsEngineStatus.WantRead;
            if (result.IsError)
                return Fail(new("the connection failed", TransportError: result.Error));
            if (result.IsEndOfStream)
                return TlsEngineStatus.Truncated;
        }
        bool isHandshake = !_notes.IsComplete && (short)_records.Buffer[start] is not ContentType.change_cipher_spec
            and not ContentType.alert;
        long messages = _notes.Messages;
        TlsEngineStatus status = Run(
            static (engine, start, length) => engine._handshake.Protocol.OfferInput(engine._records.Buffer, start, length), start, length);
        _inVain = isHandshake || _notes.Messages > messages || _handshake.Protocol.ApplicationDataAvailable > 0 ? 0 : _inVain + 1;
        return status == TlsEngineStatus.Complete && _inVain > MaxRecordsInVain
            ? Refuse(AlertType.UnexpectedMessage, "the peer sends one record after another with nothing in it")
            : status;
    }

    /// <summary>Receives as much ciphertext as is available and fits.</summary>
    private TransportResult Fill()
    {
        TransportResult result = Receive(_records.Reserve());
        _records.Commit(result.Count);
        return result;
    }

    /// <summary>Collects the output of the library.</summary>
    private void Collect()
    {
        if (_notes.IsAlertUnsent)
            SendEarlyAlert();
        int ready = _handshake.Protocol.GetAvailableOutputBytes();
        if (ready == 0)
            return;
        ArraySegment<byte> room = ReserveGather(ready);
        CommitGather(_handshake.Protocol.ReadOutput(room.Array, room.Offset, ready));
    }

    /// <summary>Sends the alert for a wrong first message (RFC 8446, section 6.2), but not to a peer that does not use TLS and would not
    /// understand it.</summary>
    private void SendEarlyAlert()
    {
        _notes.IsAlertUnsent = false;
        if (IsPlainText)
            _notes.ForgetFatal();
        else if (_notes.Fatal is { } alert)
            Gather([(byte)ContentType.alert, 3, 1, 0, 2, (byte)Org.BouncyCastle.Tls.AlertLevel.fatal, (byte)alert.Type]);
    }

    /// <summary>Runs an action of the library. Its output is collected even if the action fails.</summary>
    private TlsEngineStatus Run(Action<BouncyCastleEngine, int, int> action, int start = 0, int length = 0, bool mustFail = false)
    {
        Exception? thrown = null;
        try
        {
            action(this, start, length);
        }
#pragma warning disable CA1031 // Every exception of the library ends this connection and no other.
        catch (Exception e)
#pragma warning restore CA1031
        {
            thrown = e;
        }
        if (!_isDisposed)
            Collect();
        TlsEngineStatus status = thrown is not null ? Diagnose(thrown)
            : mustFail ? Fail(new("what the peer sent is not TLS", PeerIsNotTls: true))
            : TlsEngineStatus.Complete;
        _notes.Rethrow();
        return status;
    }

    private TlsEngineStatus Diagnose(Exception exception)
    {
        if (_notes.Fatal is { IsFromPeer: true, Type: var received })
            return Fail(TlsFailures.Refused(received, _notes.CertificateRequested && _setup.Identity is null));
        bool isNotTls = IsPlainText;
        if (isNotTls && TlsFailures.NotTls(FirstBytes) is { } plain)
            return Fail(plain);
        AlertType? sent = _notes.Fatal?.Type;
        string reason = Describe(exception);
        return Fail(new(sent is null ? reason : $"{reason} (sent the alert {sent})", sent, PeerIsNotTls: isNotTls));
    }

    /// <summary>Returns the message of the library without the alert in front of it.</summary>
    private static string Describe(Exception exception)
    {
        string text = exception.Message;
        int detail = text.IndexOf("; ", StringComparison.Ordinal);
        if (exception is TlsFatalAlert && detail >= 0)
            return text[(detail + 2)..].TrimEnd('.', ' ');
        return (exception.InnerException?.Message ?? text.Replace('_', ' ')).TrimEnd('.', ' ');
    }
}
