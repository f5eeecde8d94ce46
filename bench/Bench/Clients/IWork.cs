namespace QSslBench.Clients;

/// <summary>What a worker does on command.</summary>
internal interface IWork
{
    /// <summary>Does a slice of work; it is done when this returns.</summary>
    /// <param name="row">Which work.</param>
    /// <param name="amount">How much of it.</param>
    void Do(string row, long amount);
}
