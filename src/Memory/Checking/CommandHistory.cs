using DeepStack.Sim.Memory.Control;

namespace DeepStack.Sim.Memory.Checking;

/// <summary>The last commands of one kind at one place.</summary>
internal sealed class CommandHistory
{
    private readonly IssuedCommand[] _commands;
    private long _count;

    /// <param name="depth">How many are kept.</param>
    public CommandHistory(int depth) => _commands = new IssuedCommand[depth];

    /// <summary>How many are kept.</summary>
    public int Depth => _commands.Length;

    /// <summary>The command so many places back, 1 being the last; null if there were not so many.</summary>
    public IssuedCommand? Back(int places) => places > _count ? null : _commands[(_count - places) % _commands.Length];

    /// <summary>Adds a command.</summary>
    public void Add(in IssuedCommand command) => _commands[_count++ % _commands.Length] = command;
}
