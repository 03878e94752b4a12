using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Mapping.Placement;

namespace DeepStack.Sim.Engine.KvTransfers;

/// <summary>What goes from device to device between replicas of two placements: layer by layer, and of all layers together.</summary>
internal sealed class KvRoute
{
    public KvRoute(KvPlacement source, KvPlacement destination)
    {
        Layers = source.SharesTo(destination);
        var whole = new SortedDictionary<(int To, int From), Bytes>();
        foreach (KvShare share in Layers.SelectMany(layer => layer))
            whole[(share.To, share.From)] = whole.GetValueOrDefault((share.To, share.From)) + share.PerToken;
        Whole = [.. whole.Select(pair => new KvShare(pair.Key.From, pair.Key.To, pair.Value))];
        PerToken = Bytes.FromCount(Whole.Sum(share => share.PerToken.Count));
    }

    /// <summary>The shares of every layer, in order.</summary>
    public IReadOnlyList<IReadOnlyList<KvShare>> Layers { get; }

    /// <summary>The shares of all layers added, by receiving device.</summary>
    public IReadOnlyList<KvShare> Whole { get; }

    /// <summary>Everything that a token moves.</summary>
    public Bytes PerToken { get; }
}
