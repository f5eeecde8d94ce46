using System.Runtime.ExceptionServices;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;
using QSslCore.BouncyCastle.Library;
using QSslCore.Tls;
using QSslCore.BouncyCastle.Sessions;

namespace QSslCore.BouncyCastle.Protocol;

/// <summary>The facts that become known during a connection, including those that the library does not keep.</summary>
internal sealed class HandshakeNotes(ITlsQuestions? questions)
{
    /// <summary>A correct peer sends fewer alerts. A peer that sends many does not fill the memory.</summary>
    private const int MaxAlertsKept = 16;
    private const short FatalLevel = 2;

    private ExceptionDispatchInfo? _thrown;

    public Queue<TlsAlert> Alerts { get; } = new();

    /// <summary>The last fatal alert.</summary>
    public TlsAlert? Fatal { get; private set; }

    /// <summary>Whether the library has reported <see cref="Fatal"/> without writing it.</summary>
    public bool IsAlertUnsent { get; set; }

    public int Group { get; set; } = -1;

    public int PeerSignature { get; set; } = -1;

    public QSslKey EphemeralKey { get; set; } = new QSslKey();

    /// <summary>The hint of a TLS 1.2 server about the pre-shared key that it wants.</summary>
    public byte[] KeyHint { get; set; } = [];

    /// <summary>On a client: whether the server requested a certificate.</summary>
    public bool CertificateRequested { get; set; }

    /// <summary>On a client: whether the server lacks secure renegotiation and is accepted without it.</summary>
    public bool LacksSecureRenegotiation { get; set; }

    /// <summary>The authorities that a server named when it requested a certificate.</summary>
    public string[] Authorities { get; set; } = [];

    /// <summary>On a server: the name that the client requested (SNI); empty for none.</summary>
    public string RequestedName { get; set; } = "";

    /// <summary>Whether a handler provided a pre-shared key.</summary>
    public bool KeyGiven { get; set; }

    /// <summary>TLS 1.3: whether the server chose the offered key.</summary>
    public bool KeySelected { get; set; }

    /// <summary>The stapled OCSP response; empty if there is none.</summary>
    public byte[] Staple { get; set; } = [];

    /// <summary>Whether the handshake is complete.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>The number of received messages, including those after the handshake (tickets, new keys).</summary>
    public long Messages { get; set; }

    /// <summary>The number of messages at the end of the handshake.</summary>
    public long HandshakeMessages { get; private set; }

    public Exporter? Exporter { get; private set; }

    /// <summary>The session that was created or resumed; null if it cannot be resumed.</summary>
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

    /// <summary>Removes the last fatal alert, because it is not sent.</summary>
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

    /// <summary>Asks the handler of a client for a pre-shared key; null if there is no answer.</summary>
    public TlsPreSharedKey? AskForKey(byte[] hint) =>
        Keep(() => TlsPreSharedKey.AskClient(questions, hint, PeerLimits.MaxIdentityLength, PeerLimits.MaxKeyLength));

    /// <summary>Asks the handler of a server for the key of a client's identity; null if there is no answer.</summary>
    public TlsPreSharedKey? AskForKeyOf(byte[] identity, byte[] hint) =>
        Keep(() => TlsPreSharedKey.AskServer(questions, hint, identity, PeerLimits.MaxKeyLength));

    /// <summary>Keeps an exception of the handler for the caller of the engine.</summary>
    private TlsPreSharedKey? Keep(Func<TlsPreSharedKey?> ask)
    {
        try
        {
            TlsPreSharedKey? given = ask();
            KeyGiven |= given is not null;
            return given;
        }
#pragma warning disable CA1031 // The library would treat every exception as its own. It is thrown again after the library returns.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _thrown ??= ExceptionDispatchInfo.Capture(e);
            return null;
        }
    }

    /// <summary>Throws the exception of a handler after the library has left the stack.</summary>
    public void Rethrow()
    {
        ExceptionDispatchInfo? thrown = _thrown;
        _thrown = null;
        thrown?.Throw();
    }

    /// <summary>TLS 1.3: logs the secrets when the keys for the rest of the handshake are known.</summary>
    public void LogHandshakeSecrets(SecurityParameters parameters)
    {
        Log("CLIENT_HANDSHAKE_TRAFFIC_SECRET", parameters, parameters.TrafficSecretClient);
        Log("SERVER_HANDSHAKE_TRAFFIC_SECRET", parameters, parameters.TrafficSecretServer);
    }

    /// <summary>Saves the facts that the library discards at the end of the handshake.</summary>
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

    /// <summary>Writes a line in the NSS format.</summary>
    private void Log(string label, SecurityParameters parameters, TlsSecret? secret)
    {
        if (questions is null || !LogsKeys || secret is null)
            return;
        byte[] copy = Provider.Crypto.AdoptSecret(secret).Extract();
        try
        {
            questions.LogKey($"{label} {Convert.ToHexStringLower(parameters.ClientRandom)} {Convert.ToHexStringLower(copy)}");
        }
#pragma warning disable CA1031 // The library would treat every exception as its own. It is thrown again after the library returns.
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
