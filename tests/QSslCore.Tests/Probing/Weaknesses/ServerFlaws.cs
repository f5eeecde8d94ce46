namespace QSslCore.Tests.Probing.Weaknesses;

/// <summary>What a model server does, well or wrongly. As it is made, it does everything well.</summary>
internal sealed record ServerFlaws
{
    public static readonly ServerFlaws None = new();

    public int MinVersion { get; init; } = 0x0301;

    public int MaxVersion { get; init; } = 0x0303;

    public int[] Suites { get; init; } = [0xC02F, 0xC013, 0x009E, 0x0033, 0x009C, 0x002F, 0x000A];

    /// <summary>It knows heartbeats; with <see cref="Heartbleed"/>, it believes the length that they claim.</summary>
    public bool Heartbeat { get; init; }

    public bool Heartbleed { get; init; }

    /// <summary>Heartbeats only behind the handshake, as GnuTLS.</summary>
    public bool HeartbeatLate { get; init; }

    public bool CcsInjection { get; init; }

    public bool Tickets { get; init; }

    public bool Ticketbleed { get; init; }

    public RobotOracle Robot { get; init; }

    public bool LacksRenegotiationInfo { get; init; }

    public bool Renegotiates { get; init; }

    public bool Compresses { get; init; }

    /// <summary>Bytes of padding are not looked at (POODLE in TLS).</summary>
    public bool IgnoresPadding { get; init; }

    /// <summary>Wrong padding gets an alert of its own, where the MAC is right.</summary>
    public bool Zombie { get; init; }

    /// <summary>A wrong MAC gets an alert of its own, where the padding is right.</summary>
    public bool GoldenDoodle { get; init; }

    /// <summary>An empty record with wrong padding is answered twice.</summary>
    public bool ZeroLength { get; init; }

    public bool ReusesDh { get; init; }

    public bool ReusesEcdh { get; init; }

    public bool AcceptsInvalidPoints { get; init; }

    /// <summary>Keys for a point of the order 2 are even: they agree on nothing with the client. Otherwise they are odd.</summary>
    public bool HasEvenKeys { get; init; }

    /// <summary>The alert for a record that cannot be decrypted: decryption_failed (21) in TLS 1.0.</summary>
    public byte WrongKeysAlert { get; init; } = 20;

    public bool LacksFallbackScsv { get; init; }

    public bool LacksExtendedMasterSecret { get; init; }

    /// <summary>Unknown suites, groups and extensions end the connection.</summary>
    public bool IsGreaseIntolerant { get; init; }

    /// <summary>A version above TLS 1.2 gets an alert instead of TLS 1.2.</summary>
    public bool IsVersionIntolerant { get; init; }

    /// <summary>Longer hellos are not answered, but by the end.</summary>
    public int MaxHello { get; init; } = int.MaxValue;

    /// <summary>It takes the hello and says nothing, ever; or nothing more behind its first flight.</summary>
    public bool IsSilent { get; init; }

    public bool IsSilentBehindFlight { get; init; }

    /// <summary>The protocol of text lines before TLS: smtp, imap or pop3; null to begin with TLS.</summary>
    public string? StartTls { get; init; }

    /// <summary>What came behind the request for TLS is taken as if it came within.</summary>
    public bool KeepsPlaintext { get; init; }

    /// <summary>Passwords are taken before TLS, too.</summary>
    public bool TakesPasswords { get; init; }

    /// <summary>It does not list what it can: pop3 without CAPA.</summary>
    public bool HidesCapabilities { get; init; }

    /// <summary>It closes instead of sending alerts, as some balancers do.</summary>
    public bool HidesAlerts { get; init; }
}
