namespace QSslBench;

/// <summary>The pair ratios of one variant in one row: their median, and the quartiles as their spread.</summary>
internal sealed class Ratios
{
    private readonly List<double> _values = [];

    public int Count => _values.Count;

    public double Median => Quantile(0.5);

    public void Add(double value) => _values.Add(value);

    public double Quantile(double q) => Statistics.Quantile(_values, q);

    public override string ToString() =>
        FormattableString.Invariant($"{Median:0.00} ({Quantile(0.25):0.00}–{Quantile(0.75):0.00})");
}
