namespace DeepStack.Sim.Physics.Stacks;

/// <summary>Blocks that cover a die without gap or overlap.</summary>
/// <param name="Name">How layers refer to it.</param>
/// <param name="Blocks">In file order.</param>
public sealed record Floorplan(string Name, IReadOnlyList<FloorplanBlock> Blocks)
{
    /// <summary>Share of the die's area that blocks may overlap, leave out or overhang, for rounding in files.</summary>
    private const double Slack = 1e-6;

    /// <summary>What is wrong with the floorplan on a die of a given size, one sentence a fault.</summary>
    public IEnumerable<string> Faults(double dieWidth, double dieHeight)
    {
        var die = new Rectangle(0, 0, dieWidth, dieHeight);
        double slack = Slack * die.Area, covered = 0;
        int faults = 0;
        for (int i = 0; i < Blocks.Count; i++)
        {
            FloorplanBlock block = Blocks[i];
            covered += block.Area.Overlap(die);
            foreach (string fault in FaultsOf(i, die, slack))
            {
                faults++;
                yield return fault;
            }
        }
        if (faults == 0 && die.Area - covered > slack)
            yield return $"floorplan \"{Name}\" leaves {(die.Area - covered) * 1e6:G4} mm2 of the die without a block; add a block there (it needs no power)";
    }

    private IEnumerable<string> FaultsOf(int index, Rectangle die, double slack)
    {
        FloorplanBlock block = Blocks[index];
        if (block.Area.Width <= 0 || block.Area.Height <= 0) yield return $"block \"{block.Name}\" of floorplan \"{Name}\" has no area";
        if (block.Area.Area - block.Area.Overlap(die) > slack) yield return $"block \"{block.Name}\" of floorplan \"{Name}\" reaches beyond the die";
        foreach (FloorplanBlock other in Blocks.Take(index))
        {
            if (other.Name == block.Name) yield return $"floorplan \"{Name}\" has two blocks named \"{block.Name}\"";
            double overlap = other.Area.Overlap(block.Area);
            if (overlap > slack) yield return $"blocks \"{other.Name}\" and \"{block.Name}\" of floorplan \"{Name}\" overlap by {overlap * 1e6:G4} mm2";
        }
    }
}
