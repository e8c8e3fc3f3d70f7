using System.Diagnostics.CodeAnalysis;

namespace Autonomys.Farming.Farms;

/// <summary>A farm directory cannot be used as asked; the message names the file, the value and what to do.</summary>
public sealed class FarmException : FarmingException
{
    public FarmException(FarmError error, string message)
        : base(message) => Error = error;

    public FarmException(FarmError error, string message, Exception inner)
        : base(message, inner) => Error = error;

    public FarmError Error { get; }

    [DoesNotReturn]
    internal static void Throw(FarmError error, string message) => throw new FarmException(error, message);
}
