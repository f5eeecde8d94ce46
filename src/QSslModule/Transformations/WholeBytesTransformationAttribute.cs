using System.Management.Automation;

namespace QSslModule;

/// <summary>Keeps one input together in a parameter that accepts a list of objects: a byte array, single bytes, and the lines of PEM
/// text.</summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class WholeBytesTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => Unwrapped(inputData) switch
    {
        byte[] bytes => new object[] { bytes },
        object[] list => GatheredInput.Whole(list.Select(item => Unwrapped(item) is string or byte ? Unwrapped(item) : item),
            engineIntrinsics.SessionState).ToArray(),
        _ => inputData,
    };

    private static object Unwrapped(object input) => input is PSObject wrapped ? wrapped.BaseObject : input;
}
