namespace DeepStack.Sim.Engine.Accounting;

/// <summary>Where on a device an operator spent its energy, in joules of all repetitions.</summary>
/// <param name="Compute">In units and buffers.</param>
/// <param name="Links">On links to other devices.</param>
/// <param name="Dram">In the DRAM.</param>
internal readonly record struct OperatorEnergy(double Compute, double Links, double Dram)
{
    /// <summary>All of it.</summary>
    public double Total => Compute + Links + Dram;

    /// <summary>The sum, part by part.</summary>
    public static OperatorEnergy operator +(in OperatorEnergy left, in OperatorEnergy right) => new(left.Compute + right.Compute, left.Links + right.Links, left.Dram + right.Dram);
}
