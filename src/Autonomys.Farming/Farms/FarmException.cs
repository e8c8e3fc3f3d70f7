using System.Diagnostics.CodeAnalysis;

namespace Autonomys.Farming.Farms;

/// <summary>A farm directory cannot be used as asked; the message names the file, the value and what to do.</summary>
public sealed class FarmException : Exception
{
    public FarmException(FarmError error, string message, Exception? inner = null)
        : base(message, inner) => Error = error;

    public FarmError Error { get; }

    [DoesNotReturn]
    internal static void Throw(FarmError error, string message, Exception? inner = null) => throw new FarmException(error, message, inner);
}
