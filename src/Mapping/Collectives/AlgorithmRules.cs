namespace DeepStack.Sim.Mapping.Collectives;

/// <summary>What every algorithm asks of a request.</summary>
internal static class AlgorithmRules
{
    /// <exception cref="ArgumentException">The request is not sound, or the algorithm does not support it.</exception>
    public static void Check(ICollectiveAlgorithm algorithm, CollectiveRequest request)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Ranks, 1, nameof(request));
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Pieces, 1, nameof(request));
        if (request.Shape.Count > 0 && request.Shape.Aggregate(1, (product, side) => product * side) != request.Ranks)
            throw new ArgumentException($"A shape of {string.Join(" x ", request.Shape)} does not hold {request.Ranks} ranks.", nameof(request));
        if (!algorithm.Supports(request))
            throw new ArgumentException($"Algorithm \"{algorithm.Name}\" does not do {request.Kind} over {request.Ranks} ranks{(request.Shape.Count > 0 ? $" of shape {string.Join(" x ", request.Shape)}" : "")}.", nameof(request));
    }

    /// <summary>Whether a number is a power of two.</summary>
    public static bool IsPowerOfTwo(int number) => number > 0 && (number & (number - 1)) == 0;
}
