namespace QSslCore;

/// <summary>The level of an alert. The numbers are Qt's, not those of the TLS standard.</summary>
[QtMember("QSsl::AlertLevel")]
public enum AlertLevel
{
    /// <summary>The connection may continue.</summary>
    Warning = 0,

    /// <summary>The connection ends.</summary>
    Fatal = 1,

    /// <summary>A level that TLS does not define.</summary>
    Unknown = 2,
}
