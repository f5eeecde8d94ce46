using System.Management.Automation;

namespace QSslModule;

/// <summary>Keeps whole what is one input where a list of objects is expected: a byte array, bytes one by one, and the lines of a PEM
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
