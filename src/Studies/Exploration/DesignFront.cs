namespace DeepStack.Sim.Studies.Exploration;

/// <summary>Designs of which none is matched by another in all that counts; of equal ones the first stays.</summary>
public sealed class DesignFront
{
    private readonly List<ExploredDesign> _designs = [];

    /// <summary>An empty front.</summary>
    public DesignFront()
    {
    }

    /// <summary>A copy.</summary>
    public DesignFront(DesignFront other) => _designs.AddRange(other._designs);

    /// <summary>The designs, from the fastest machine on; of equally fast ones the first first.</summary>
    public IReadOnlyList<ExploredDesign> Designs => [.. _designs.OrderByDescending(d => d.Stps).ThenBy(d => d.Batch).ThenBy(d => d.Silicon.Number).ThenBy(d => d.PlanNumber)];

    /// <summary>Adds a design unless it is matched; those that it matches go.</summary>
    public void Add(ExploredDesign design)
    {
        if (_designs.Exists(design.IsMatchedBy)) return;
        _designs.RemoveAll(other => other.IsMatchedBy(design));
        _designs.Add(design);
    }

    /// <summary>Whether a design that reaches at most so much is surpassed: in nothing better, in something worse than one of these.</summary>
    /// <param name="stps">The most tokens a second of the whole machine.</param>
    /// <param name="stpsPerWatt">The most for each watt; 0 where that is not known.</param>
    /// <remarks>For designs of the same batch, whose users see the same share of the machine's tokens.</remarks>
    public bool Surpasses(double stps, double stpsPerWatt) =>
        _designs.Exists(d => d.Stps >= stps && (d.StpsPerWatt ?? 0) >= stpsPerWatt && (d.Stps > stps || (d.StpsPerWatt ?? 0) > stpsPerWatt));

    /// <summary>The best by an objective; of equal ones the faster, then the first. Null if there is none.</summary>
    public ExploredDesign? Best(DesignObjective objective) =>
        Designs.MaxBy(d => d.ValueOf(objective));
}
