using DeepStack.Sim.Physics.Network;
using DeepStack.Sim.Physics.Stacks;

namespace DeepStack.Sim.Physics.Loop;

/// <summary>Says which block of which die a DRAM channel's energy goes to.</summary>
/// <remarks>A channel's banks lie above each other; with more channels than blocks, neighbours share a block, with fewer each spreads over several.</remarks>
public sealed class ChannelMap
{
    private readonly int[][] _blocks;

    /// <param name="model">The stack.</param>
    /// <param name="channels">How many channels it has; the blocks of a DRAM die are a multiple of it, or it is one of theirs.</param>
    /// <exception cref="ArgumentException">The stack has no DRAM, or channels and blocks do not divide each other.</exception>
    public ChannelMap(StackModel model, int channels)
    {
        var dies = new List<List<int>>();
        string? layer = null;
        for (int i = 0; i < model.Sources.Count; i++)
        {
            if (model.Sources[i].Role != BlockRole.Dram) continue;
            if (model.Sources[i].Layer != layer) dies.Add([]);
            layer = model.Sources[i].Layer;
            dies[^1].Add(i);
        }
        _blocks = [.. dies.Select(die => die.ToArray())];
        if (_blocks.Length == 0) throw new ArgumentException("No block of the stack is DRAM. Give its blocks the role \"dram\".", nameof(model));
        Channels = channels;
        if (Array.Find(_blocks, b => b.Length % channels != 0 && channels % b.Length != 0) is { } odd)
            throw new ArgumentException($"{channels} channels do not fit a DRAM floorplan of {odd.Length} blocks; one should divide the other.", nameof(channels));
    }

    /// <summary>How many channels.</summary>
    public int Channels { get; }

    /// <summary>How many DRAM dies.</summary>
    public int Dies => _blocks.Length;

    /// <summary>The stack's sources over which a channel's energy in one die spreads evenly.</summary>
    public ReadOnlySpan<int> SourcesOf(int channel, int die)
    {
        int[] blocks = _blocks[die];
        int each = Math.Max(1, blocks.Length / Channels);
        return blocks.AsSpan((int)((long)channel * blocks.Length / Channels), each);
    }
}
