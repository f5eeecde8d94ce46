namespace QSslCore;

/// <summary>
/// The answer to a proxy that asks who is there: filled by a handler of <see cref="QAbstractSocket.ProxyAuthenticationRequired"/>,
/// and dead when that returns.
/// </summary>
public sealed class QAuthenticator
{
    private bool _closed;
    private string _user = "";
    private string _password = "";

    /// <summary>Makes an empty one.</summary>
    [QtMember("QAuthenticator::QAuthenticator")]
    public QAuthenticator()
    {
    }

    /// <summary>The user name; setting it too late has no effect and warns.</summary>
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

    /// <summary>The password; setting it too late has no effect and warns.</summary>
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

    /// <summary>Takes the answer, and forgets it.</summary>
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
