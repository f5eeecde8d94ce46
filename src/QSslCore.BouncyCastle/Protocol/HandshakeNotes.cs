using System.Runtime.ExceptionServices;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using QSslCore.BouncyCastle.Library;
using QSslCore.Tls;
using QSslCore.BouncyCastle.Sessions;

namespace QSslCore.BouncyCastle.Protocol;

/// <summary>What is learned in the course of a connection, and what the library does not keep.</summary>
internal sealed class HandshakeNotes(ITlsQuestions? questions)
{
    /// <summary>More than a peer in its right mind sends; one that floods is not remembered for it.</summary>
    private const int MaxAlertsKept = 16;
    private const short FatalLevel = 2;

    private ExceptionDispatchInfo? _thrown;

    public Queue<TlsAlert> Alerts { get; } = new();

    /// <summary>The last fatal alert.</summary>
    public TlsAlert? Fatal { get; private set; }

    /// <summary>The library has told of <see cref="Fatal"/>, and has not written it.</summary>
    public bool IsAlertUnsent { get; set; }

    public int Group { get; set; } = -1;

    public int PeerSignature { get; set; } = -1;

    public QSslKey EphemeralKey { get; set; } = new QSslKey();

    /// <summary>What a server of TLS 1.2 says of the pre-shared key that it wants.</summary>
    public byte[] KeyHint { get; set; } = [];

    /// <summary>On a client: the server asked for a certificate.</summary>
    public bool CertificateRequested { get; set; }

    /// <summary>On a client: the server does not support secure renegotiation, and may do without.</summary>
    public bool LacksSecureRenegotiation { get; set; }

    /// <summary>The authorities that a server named when it asked for a certificate.</summary>
    public string[] Authorities { get; set; } = [];

    /// <summary>On a server, the name that it was asked for (SNI); empty for none.</summary>
    public string RequestedName { get; set; } = "";

    /// <summary>An answer to the question for a pre-shared key was given.</summary>
    public bool KeyGiven { get; set; }

    /// <summary>TLS 1.3: the server chose the key that was offered.</summary>
    public bool KeySelected { get; set; }

    /// <summary>The stapled OCSP response; empty when there was none.</summary>
    public byte[] Staple { get; set; } = [];

    /// <summary>The handshake is complete.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Messages that came, behind the handshake too (tickets, new keys).</summary>
    public long Messages { get; set; }

    /// <summary>How many had come when the handshake was complete.</summary>
    public long HandshakeMessages { get; private set; }

    public Exporter? Exporter { get; private set; }

    /// <summary>The session that was made or resumed; null when it cannot be resumed.</summary>
    public SessionState? Session { get; set; }

    public void AddAlert(short level, short description, bool isFromPeer)
    {
        string name = AlertDescription.GetName(description).Replace('_', ' ');
        TlsAlert alert = new(level switch { 1 => AlertLevel.Warning, FatalLevel => AlertLevel.Fatal, _ => AlertLevel.Unknown },
            (AlertType)description, name, isFromPeer);
        if (Alerts.Count < MaxAlertsKept)
            Alerts.Enqueue(alert);
        if (level == FatalLevel)
            Fatal = alert;
    }

    /// <summary>The last fatal alert does not leave: it is not told.</summary>
    public void ForgetFatal()
    {
        TlsAlert? forgotten = Fatal;
        Fatal = null;
        for (int left = Alerts.Count; left > 0; left--)
        {
            TlsAlert alert = Alerts.Dequeue();
            if (!ReferenceEquals(alert, forgotten))
                Alerts.Enqueue(alert);
        }
    }

    /// <summary>Asks a client's handler for a pre-shared key; null without an answer.</summary>
    public TlsPreSharedKey? AskForKey(byte[] hint) =>
        Keep(() => TlsPreSharedKey.AskClient(questions, hint, PeerLimits.MaxIdentityLength, PeerLimits.MaxKeyLength));

    /// <summary>Asks a server's handler for the key of a client's name; null without an answer.</summary>
    public TlsPreSharedKey? AskForKeyOf(byte[] identity, byte[] hint) =>
        Keep(() => TlsPreSharedKey.AskServer(questions, hint, identity, PeerLimits.MaxKeyLength));

    /// <summary>What the handler throws is kept for the caller of the engine.</summary>
    private TlsPreSharedKey? Keep(Func<TlsPreSharedKey?> ask)
    {
        try
        {
            TlsPreSharedKey? given = ask();
            KeyGiven |= given is not null;
            return given;
        }
#pragma warning disable CA1031 // The library would take any exception for one of its own; it is thrown again behind it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _thrown ??= ExceptionDispatchInfo.Capture(e);
            return null;
        }
    }

    /// <summary>Throws what a handler threw, now that the library is not on the stack.</summary>
    public void Rethrow()
    {
        ExceptionDispatchInfo? thrown = _thrown;
        _thrown = null;
        thrown?.Throw();
    }

    /// <summary>TLS 1.3: the keys of the rest of the handshake are known.</summary>
    public void LogHandshakeSecrets(SecurityParameters parameters)
    {
        Log("CLIENT_HANDSHAKE_TRAFFIC_SECRET", parameters, parameters.TrafficSecretClient);
        Log("SERVER_HANDSHAKE_TRAFFIC_SECRET", parameters, parameters.TrafficSecretServer);
    }

    /// <summary>The last chance to take what the library forgets with the handshake.</summary>
    public void Complete(TlsContext context)
    {
        SecurityParameters parameters = context.SecurityParameters;
        IsComplete = true;
        HandshakeMessages = Messages;
        Exporter = Exporter.Of(parameters);
        Session = SessionState.Of(context);
        if (TlsUtilities.IsTlsV13(parameters.NegotiatedVersion))
        {
            Log("CLIENT_TRAFFIC_SECRET_0", parameters, parameters.TrafficSecretClient);
            Log("SERVER_TRAFFIC_SECRET_0", parameters, parameters.TrafficSecretServer);
            Log("EXPORTER_SECRET", parameters, parameters.ExporterMasterSecret);
        }
        else
        {
            Log("CLIENT_RANDOM", parameters, parameters.MasterSecret);
        }
    }

    /// <summary>A line in NSS's format.</summary>
    private void Log(string label, SecurityParameters parameters, TlsSecret? secret)
    {
        if (questions is null || !LogsKeys || secret is null)
            return;
        byte[] copy = Provider.Crypto.AdoptSecret(secret).Extract();
        try
        {
            questions.LogKey($"{label} {Convert.ToHexStringLower(parameters.ClientRandom)} {Convert.ToHexStringLower(copy)}");
        }
#pragma warning disable CA1031 // The library would take any exception for one of its own; it is thrown again behind it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _thrown ??= ExceptionDispatchInfo.Capture(e);
        }
        finally
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(copy);
        }
    }

    public required bool LogsKeys { get; init; }
}
