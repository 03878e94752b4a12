namespace DeepStack.Sim.Studies.Exploration;

/// <summary>What a search found.</summary>
/// <param name="Space">The space.</param>
/// <param name="Machines">Silicon of the space.</param>
/// <param name="Plans">Plans that the model divides into.</param>
/// <param name="Counts">What became of the points.</param>
/// <param name="Fronts">[batches] designs of the batch that none other of it matches.</param>
public sealed record ExplorationResult(DesignSpace Space, int Machines, int Plans, VerdictCounts Counts, IReadOnlyList<DesignFront> Fronts)
{
    /// <summary>[batches] the best of each batch by the space's objective; null where nothing is feasible.</summary>
    public IReadOnlyList<ExploredDesign?> Best => [.. Fronts.Select(front => front.Best(Space.Objective))];

    /// <summary>Designs of all batches that none other matches.</summary>
    public DesignFront Front
    {
        get
        {
            var all = new DesignFront();
            foreach (ExploredDesign design in Fronts.SelectMany(front => front.Designs)) all.Add(design);
            return all;
        }
    }

    /// <summary>The best of each batch and all on the front, by batch and of each from the fastest on.</summary>
    public IReadOnlyList<(ExploredDesign Design, bool IsBest, bool IsOnFront)> Shown
    {
        get
        {
            var front = new HashSet<ExploredDesign>(Front.Designs, ReferenceEqualityComparer.Instance);
            var best = new HashSet<ExploredDesign?>(Best, ReferenceEqualityComparer.Instance);
            return [.. Fronts.SelectMany(f => f.Designs).Where(d => front.Contains(d) || best.Contains(d)).Select(d => (d, best.Contains(d), front.Contains(d)))];
        }
    }
}
