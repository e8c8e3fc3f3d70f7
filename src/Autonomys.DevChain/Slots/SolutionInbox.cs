using Autonomys.Primitives.Solutions;

namespace Autonomys.DevChain.Slots;

/// <summary>Solutions that farmers submit, by slot: only the newest slots are open, and each takes a limited number.</summary>
internal sealed class SolutionInbox(int openSlots)
{
    /// <summary>Solutions that one slot takes.</summary>
    public const int Capacity = 10;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<ulong, List<Solution>> _slots = [];

    /// <summary>Opens a slot; older ones stop taking solutions once enough newer ones are open.</summary>
    public void Open(SlotNumber slot)
    {
        lock (_lock)
        {
            _slots.TryAdd(slot.Value, []);
        }
    }

    /// <summary>Takes a solution; false when its slot is not one of the newest open ones, or is full.</summary>
    public bool TrySubmit(SlotNumber slot, Solution solution)
    {
        lock (_lock)
        {
            if (!_slots.TryGetValue(slot.Value, out List<Solution>? solutions)
                || solutions.Count >= Capacity
                || _slots.Keys.Count(open => open > slot.Value) >= openSlots)
            {
                return false;
            }

            solutions.Add(solution);
            return true;
        }
    }

    /// <summary>Closes a slot and all before it.</summary>
    /// <returns>The slot's solutions in the order of their arrival.</returns>
    public IReadOnlyList<Solution> Close(SlotNumber slot)
    {
        lock (_lock)
        {
            IReadOnlyList<Solution> solutions = _slots.GetValueOrDefault(slot.Value) ?? [];
            foreach (ulong old in _slots.Keys.Where(open => open <= slot.Value).ToArray())
            {
                _slots.Remove(old);
            }

            return solutions;
        }
    }
}
