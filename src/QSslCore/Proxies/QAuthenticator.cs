namespace QSslCore;

/// <summary>
/// The answer to a proxy that requires authentication. A handler of <see cref="QAbstractSocket.ProxyAuthenticationRequired"/> must fill it
/// before it returns. Afterwards, the object cannot be used.
/// </summary>
public sealed class QAuthenticator
{
    private bool _closed;
    private string _user = "";
    private string _password = "";

    /// <summary>Creates an empty authenticator.</summary>
    [QtMember("QAuthenticator::QAuthenticator")]
    public QAuthenticator()
    {
    }

    /// <summary>The user name. If it is set too late, the setter writes a warning and has no effect.</summary>
    [QtMember("QAuthenticator::user")]
    [QtMember("QAuthenticator::setUser")]
    public string User
    {
        get => _user;
        set
        {
            if (CheckOpen())
                _user = value ?? "";
        }
    }

    /// <summary>The password. If it is set too late, the setter writes a warning and has no effect.</summary>
    [QtMember("QAuthenticator::password")]
    [QtMember("QAuthenticator::setPassword")]
    public string Password
    {
        get => _password;
        set
        {
            if (CheckOpen())
                _password = value ?? "";
        }
    }

    /// <summary>Returns the answer and clears it.</summary>
    internal (string User, string Password) Take()
    {
        (string, string) answer = (_user, _password);
        _user = _password = "";
        _closed = true;
        return answer;
    }

    private bool CheckOpen()
    {
        if (_closed)
            QtLog.Warn("QAuthenticator: the proxy has been answered already; fill it before the handler returns.");
        return !_closed;
    }
}
