namespace QSslCore;

/// <summary>How a local address is shared with other sockets. The numbers are Qt's.</summary>
[Flags]
[QtMember("QAbstractSocket::BindFlag")]
public enum BindFlag
{
    /// <summary>What the system does by itself: on Unix as <see cref="ReuseAddressHint"/>.</summary>
    DefaultForPlatform = 0,

    /// <summary>Others may use the same address and port.</summary>
    ShareAddress = 1,

    /// <summary>No other socket may.</summary>
    DontShareAddress = 2,

    /// <summary>An address whose last connection has just ended may be used again.</summary>
    ReuseAddressHint = 4,
}
