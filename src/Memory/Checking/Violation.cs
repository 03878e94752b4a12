using DeepStack.Sim.Memory.Control;

namespace DeepStack.Sim.Memory.Checking;

/// <summary>A command that broke a rule.</summary>
/// <param name="Rule">The rule, as its standard writes it.</param>
/// <param name="Earlier">The command that the rule counts from; for a command that needed another state, the command itself.</param>
/// <param name="Later">The command that came too early or to a bank in the wrong state.</param>
/// <param name="RequiredTicks">The least distance; 0 where a state was wrong.</param>
public sealed record Violation(string Rule, IssuedCommand Earlier, IssuedCommand Later, long RequiredTicks)
{
    /// <summary>The violation as a line for people.</summary>
    public override string ToString() => RequiredTicks == 0
        ? $"tick {Later.Tick}: {Show(Later)}: {Rule}"
        : $"tick {Later.Tick}: {Show(Later)} comes {Later.Tick - Earlier.Tick} ticks after {Show(Earlier)} at {Earlier.Tick}, needs {RequiredTicks}: {Rule}";

    private static string Show(IssuedCommand command) =>
        $"{Standards.DramCommands.NameOf(command.Command)} {(command.Bank < 0 ? $"rank {command.Rank}" : $"bank {command.Bank} row {command.Row}")}";
}
