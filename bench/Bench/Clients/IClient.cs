namespace QSslBench.Clients;

/// <summary>One way of being a TLS client; each call is a slice of work, done when it returns.</summary>
internal interface IClient : IWork
{
    /// <summary>Connects, handshakes and closes at once, one after the other.</summary>
    void Handshake(long count);

    /// <summary>Receives bytes over a standing connection.</summary>
    void Down(long bytes);

    /// <summary>Sends bytes over a standing connection, until the peer has said that it has them all.</summary>
    void Up(long bytes);

    /// <summary>Sends a byte and waits for its echo, again and again, over a standing connection.</summary>
    void PingPong(long count);

    /// <summary>Opens connections, exchanges a byte over each, and keeps them.</summary>
    void Hold(long count);

    void IWork.Do(string row, long amount)
    {
        switch (row)
        {
            case "handshake":
                Handshake(amount);
                break;
            case "down":
                Down(amount);
                break;
            case "up":
                Up(amount);
                break;
            case "ping-pong":
                PingPong(amount);
                break;
            case "hold":
                Hold(amount);
                break;
            default:
                throw new ArgumentException($"unknown row {row}");
        }
    }
}
