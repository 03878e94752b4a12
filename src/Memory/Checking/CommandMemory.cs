using DeepStack.Sim.Memory.Control;
using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Memory.Checking;

/// <summary>The last commands of each kind at each place of a channel, as many as the rules count back.</summary>
internal sealed class CommandMemory
{
    /// <summary>Before every log, small enough to subtract from.</summary>
    private const long LongAgo = long.MinValue / 4;

    private readonly int _places;
    private readonly int[] _depth = new int[DramCommands.Count];
    private readonly IssuedCommand[][] _commands = new IssuedCommand[DramCommands.Count][];
    private readonly int[][] _newest = new int[DramCommands.Count][];

    /// <param name="places">How many places there are.</param>
    /// <param name="depths">How many of each command are kept.</param>
    public CommandMemory(int places, IReadOnlyList<int> depths)
    {
        _places = places;
        for (int c = 0; c < DramCommands.Count; c++)
        {
            _depth[c] = depths[c];
            _commands[c] = new IssuedCommand[depths[c] * places];
            Array.Fill(_commands[c], new IssuedCommand(LongAgo, (DramCommand)c, -1, -1, -1, -1));
            _newest[c] = new int[places];
        }
    }

    /// <summary>The command of a kind so many back at a place, 1 being the last; long before the log if there were not so many.</summary>
    public ref readonly IssuedCommand Back(DramCommand kind, int place, int count)
    {
        int slot = _newest[(int)kind][place] - (count - 1);
        if (slot < 0) slot += _depth[(int)kind];
        return ref _commands[(int)kind][slot * _places + place];
    }

    /// <summary>Remembers a command at a place.</summary>
    public void Add(int place, in IssuedCommand command)
    {
        int kind = (int)command.Command;
        int slot = _newest[kind][place] + 1;
        if (slot == _depth[kind]) slot = 0;
        _newest[kind][place] = slot;
        _commands[kind][slot * _places + place] = command;
    }
}
