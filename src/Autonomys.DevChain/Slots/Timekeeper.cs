using System.Threading.Channels;
using Autonomys.DevChain.Blocks;
using Autonomys.Primitives.ProofOfTime;
using Autonomys.Primitives.Solutions;
using Autonomys.Proofs.Time;

namespace Autonomys.DevChain.Slots;

/// <summary>Proves slot after slot, no faster than one per slot duration, and waits for the chain where that is slower.</summary>
/// <remarks>
/// The reference's timekeeper never waits: slots that its chain is too slow for are lost. Here time waits, so that a small machine that is
/// busy plotting loses no solution. It may run ahead by <see cref="MaxSlotsAhead"/> slots, few enough that entropy is always known before
/// the slot that it is injected at, so time never has to be taken back.
/// </remarks>
internal sealed class Timekeeper
{
    /// <summary>Slots that are proven but not yet taken over by the chain, the one being proven included.</summary>
    public const int MaxSlotsAhead = 5;

    private readonly Channel<PotSlot> _slots = Channel.CreateBounded<PotSlot>(
        new BoundedChannelOptions(MaxSlotsAhead - 1) { SingleReader = true, SingleWriter = true, FullMode = BoundedChannelFullMode.Wait });

    private readonly uint _iterations;
    private readonly TimeSpan _slotDuration;
    private readonly TimeProvider _time;
    private readonly Func<SlotNumber, CancellationToken, ValueTask> _mayBegin;
    private PotParametersChange? _change;

    /// <param name="iterations">Iterations per slot.</param>
    /// <param name="slotDuration">Shortest time between two slots.</param>
    /// <param name="time">Time source.</param>
    /// <param name="mayBegin">Awaited before each slot; lets time stop.</param>
    public Timekeeper(uint iterations, TimeSpan slotDuration, TimeProvider time, Func<SlotNumber, CancellationToken, ValueTask> mayBegin)
    {
        _iterations = iterations;
        _slotDuration = slotDuration;
        _time = time;
        _mayBegin = mayBegin;
    }

    /// <summary>Slots in order.</summary>
    public ChannelReader<PotSlot> Slots => _slots.Reader;

    /// <summary>The change that the best block announces.</summary>
    public PotParametersChange? Change
    {
        get => Volatile.Read(ref _change);
        set => Volatile.Write(ref _change, value);
    }

    /// <summary>Proves from <paramref name="input"/> on until cancelled.</summary>
    public async Task RunAsync(PotInput input, CancellationToken cancellationToken)
    {
        long previous = _time.GetTimestamp() - (long)(_slotDuration.TotalSeconds * _time.TimestampFrequency);
        while (true)
        {
            await _mayBegin(input.Slot, cancellationToken);
            PotInput current = input;
            PotCheckpoints checkpoints = await Task.Run(() => ProofOfTime.Prove(current.Seed, _iterations), cancellationToken);
            TimeSpan early = _slotDuration - _time.GetElapsedTime(previous);
            if (early > TimeSpan.Zero)
            {
                await Task.Delay(early, _time, cancellationToken);
            }

            previous = _time.GetTimestamp();
            await _slots.Writer.WriteAsync(new PotSlot(current.Slot, current.Seed, checkpoints), cancellationToken);
            input = PotInput.After(current.Slot, checkpoints.Output, Change);
        }
    }
}
