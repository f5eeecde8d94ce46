namespace QSslCore.Tests.Support;

/// <summary>The servers that can be the target of a storm.</summary>
public enum StormTargetKind
{
    /// <summary>A <see cref="QSslServer"/>.</summary>
    SslServer,

    /// <summary>A <see cref="QSslServer"/> whose clients start with STARTTLS.</summary>
    SslServerWithStartTls,

    /// <summary>A <see cref="QTcpServer"/> whose connections call <see cref="QSslSocket.StartServerEncryption"/>.</summary>
    TcpServer,
}
