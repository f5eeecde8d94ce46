namespace QSslCore.Tests.Support;

/// <summary>The servers that a storm is let loose on.</summary>
public enum StormTargetKind
{
    /// <summary>A <see cref="QSslServer"/>.</summary>
    SslServer,

    /// <summary>A <see cref="QSslServer"/> whose clients say STARTTLS first.</summary>
    SslServerWithStartTls,

    /// <summary>A <see cref="QTcpServer"/> whose connections call <see cref="QSslSocket.StartServerEncryption"/>.</summary>
    TcpServer,
}
